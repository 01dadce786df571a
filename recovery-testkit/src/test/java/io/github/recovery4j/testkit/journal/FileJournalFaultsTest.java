package io.github.recovery4j.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalPoisonedException;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.testkit.disk.Crash;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single faults, and what a journal in files makes of them. */
class FileJournalFaultsTest {

    private static final Path DIRECTORY = Path.of("/journal").toAbsolutePath();
    private static final Path FIRST = DIRECTORY.resolve("0000000000000000.segment");
    private static final Crash POWER_LOSS = new Crash(Crash.Entries.LOST, Crash.Data.LOST, 0);

    private final SimulatedDisk disk = new SimulatedDisk();
    private final FaultyDisk faulty = new FaultyDisk(disk);

    private static FileJournal.Builder builder(Disk on) {
        return FileJournal.builder(DIRECTORY)
                .identity("faults")
                .segmentSize(8 << 10)
                .disk(on);
    }

    private static long append(Journal journal, String text, Sync sync) {
        return journal.append(0, sync, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> read(Journal journal) {
        List<String> texts = new ArrayList<>();
        List<Gap> gaps = journal.replay(0, entry -> texts.add(new String(entry.bytes(), StandardCharsets.UTF_8)));
        assertThat(gaps).isEmpty();
        return texts;
    }

    @Test
    void a_record_for_which_there_is_no_room_is_not_appended_and_the_next_one_is_when_there_is() {
        String large = "x".repeat(4_060);
        try (FileJournal journal = builder(faulty).open()) {
            append(journal, "first", Sync.now());
            faulty.inject(Fault.from(0, Failure.NO_SPACE).of(DiskOperation.WRITE));
            assertThatThrownBy(() -> append(journal, large, Sync.now()))
                    .isExactlyInstanceOf(JournalException.class)
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("was not appended");
            journal.sync(); // everything that was appended is durable
            faulty.heal();
            append(journal, "second", Sync.now());
            append(journal, large, Sync.now());
            assertThat(read(journal)).containsExactly("first", "second", large);
        }
        try (FileJournal journal = builder(disk.crash(POWER_LOSS)).open()) {
            assertThat(read(journal)).containsExactly("first", "second", large);
        }
    }

    @Test
    void blocks_in_which_a_segment_was_being_prepared_when_the_power_went_show_nothing_later() throws IOException {
        String full = "x".repeat(4_000);
        FileJournal journal = builder(faulty).open();
        append(journal, full, Sync.now());
        long kept = append(journal, full, Sync.now());
        journal.release(kept);
        assertThat(disk.list(DIRECTORY)).contains("0000000000000000.spare");
        append(journal, "some", Sync.atClose());
        append(journal, "more", Sync.atClose());
        faulty.inject(Fault.once(1, Failure.IO_ERROR).of(DiskOperation.RENAME));
        poisoned(() -> append(journal, "at last", Sync.now()));
        SimulatedDisk left = disk.crash(new Crash(Crash.Entries.LOST, Crash.Data.KEPT, 0));
        assertThat(left.list(DIRECTORY)).contains("0000000000000000.spare");
        append(builder(left).open(), "once more", Sync.now()); // and dies
        try (FileJournal again = builder(left.crash(POWER_LOSS)).open()) {
            assertThat(read(again)).containsExactly(full, "once more");
        }
    }

    @Test
    void a_failed_sync_poisons_the_journal_until_it_is_opened_again() {
        FileJournal journal = builder(faulty).open();
        append(journal, "first", Sync.now());
        append(journal, "deferred", Sync.atClose());
        faulty.inject(Fault.once(0, Failure.IO_ERROR).of(DiskOperation.SYNC));
        poisoned(() -> append(journal, "second", Sync.now()));
        poisoned(() -> append(journal, "third", Sync.now()));
        poisoned(() -> append(journal, "third", Sync.atClose()));
        poisoned(journal::sync);
        assertThat(read(journal)).containsExactly("first");
        poisoned(journal::close);
        try (FileJournal again = builder(disk).open()) {
            List<String> shown = read(again);
            assertThat(List.of("first", "deferred", "second")).startsWith(shown.toArray(String[]::new));
            append(again, "fourth", Sync.now());
            try (FileJournal later = builder(disk.crash(POWER_LOSS)).open()) {
                assertThat(read(later)).startsWith(shown.toArray(String[]::new)).endsWith("fourth");
            }
        }
        assertThat(disk.openFiles()).isZero();
    }

    private static void poisoned(Runnable call) {
        assertThatExceptionOfType(JournalPoisonedException.class).isThrownBy(call::run);
    }

    @Test
    void a_failed_sync_of_the_directory_while_space_is_given_back_harms_no_reader() {
        try (FileJournal journal = builder(faulty).open()) {
            append(journal, "x".repeat(4_000), Sync.now());
            append(journal, "y".repeat(4_000), Sync.now());
            append(journal, "z", Sync.now());
            long end = append(journal, "end", Sync.now());
            faulty.inject(Fault.once(0, Failure.IO_ERROR).of(DiskOperation.SYNC_DIRECTORY));
            journal.release(end);
            assertThat(read(journal)).endsWith("z", "end");
            journal.release(end);
            assertThat(read(journal)).endsWith("z", "end");
        }
    }

    /** Its name may come back with the power, and then its records must still be there. */
    @Test
    void a_segment_that_may_not_be_given_back_is_not_used_again() {
        FileJournal journal = builder(faulty).open();
        append(journal, "x".repeat(4_000), Sync.now());
        long second = append(journal, "y".repeat(4_000), Sync.now());
        faulty.inject(Fault.once(0, Failure.IO_ERROR).of(DiskOperation.SYNC_DIRECTORY));
        journal.release(second);
        faulty.inject(Fault.once(0, Failure.IO_ERROR).of(DiskOperation.SYNC_DIRECTORY));
        poisoned(() -> append(journal, "z".repeat(4_000), Sync.now()));
        try (FileJournal after = builder(disk.crash(POWER_LOSS)).open()) {
            assertThat(read(after)).contains("y".repeat(4_000));
        }
    }

    @Test
    void the_end_of_a_torn_journal_is_kept_as_evidence() throws IOException {
        abandon("first", "second");
        byte[] bytes = disk.read(FIRST);
        byte[] torn = Arrays.copyOf(bytes, bytes.length);
        int second = 4096 + 40;
        torn[second + 34] ^= 1;
        SimulatedDisk left = disk.kill();
        left.overwrite(FIRST, torn);
        try (FileJournal journal = builder(left).open()) {
            assertThat(read(journal)).containsExactly("first");
            byte[] evidence = left.read(DIRECTORY.resolve(FIRST.getFileName() + ".torn-1"));
            assertThat(evidence).isEqualTo(Arrays.copyOfRange(torn, second, torn.length));
        }
    }

    @Test
    void evidence_that_cannot_be_kept_leaves_nothing_and_nothing_is_changed() throws IOException {
        abandon("first", "second");
        SimulatedDisk left = disk.kill();
        byte[] torn = left.read(FIRST);
        torn[4096 + 40 + 34] ^= 1;
        left.overwrite(FIRST, torn);
        FaultyDisk full = new FaultyDisk(left, Fault.from(0, Failure.NO_SPACE).of(DiskOperation.WRITE));
        assertThatThrownBy(() -> builder(full).open()).isExactlyInstanceOf(JournalException.class);
        assertThat(left.files()).containsExactlyInAnyOrder(FIRST, DIRECTORY.resolve("journal.lock"));
        assertThat(left.read(FIRST)).isEqualTo(torn);
    }

    /** As a process that is killed. */
    private void abandon(String... texts) {
        FileJournal journal = builder(disk).open();
        for (String text : texts) {
            append(journal, text, Sync.now());
        }
    }

    @Test
    void the_journal_of_somebody_else_is_refused_and_left_as_it_is() throws IOException {
        abandon("first", "second");
        SimulatedDisk left = disk.kill();
        String before = left.fingerprint();
        assertThatThrownBy(() -> builder(left).identity("another").open())
                .isExactlyInstanceOf(JournalException.class)
                .hasMessageContaining("belongs to another journal, 'faults'");
        assertThat(left.fingerprint()).isEqualTo(before);
    }

    @Test
    void filled_up_pages_count_as_no_record_of_the_caller() {
        try (FileJournal journal =
                builder(disk).padded().largestRecord(10).segmentSize(64 << 10).open()) {
            append(journal, "first", Sync.now());
            append(journal, "second", Sync.now());
            assertThat(read(journal)).containsExactly("first", "second");
        }
        try (FileJournal journal = builder(disk).largestRecord(10).open()) {
            assertThat(read(journal)).containsExactly("first", "second");
        }
    }

    @Test
    void a_page_with_durable_records_is_never_written_again_if_groups_fill_pages() {
        PageGuard guard = new PageGuard(disk);
        abandonPadded(guard);
        for (int seed = 0; seed < 20; seed++) {
            SimulatedDisk left = disk.crash(new Crash(Crash.Entries.KEPT, Crash.Data.TORN, seed));
            try (FileJournal journal =
                    builder(new PageGuard(left)).padded().segmentSize(1 << 20).open()) {
                assertThat(read(journal)).startsWith("first", "second");
                append(journal, "third", Sync.now());
                append(journal, "fourth", Sync.now());
                assertThat(read(journal)).endsWith("third", "fourth");
            }
        }
    }

    private static void abandonPadded(Disk on) {
        FaultyDisk failing = new FaultyDisk(on);
        FileJournal journal = builder(failing).padded().segmentSize(1 << 20).open();
        append(journal, "first", Sync.now());
        append(journal, "second", Sync.now());
        failing.inject(Fault.from(0, Failure.IO_ERROR).of(DiskOperation.SYNC));
        append(journal, "deferred", Sync.atClose());
        append(journal, "x".repeat(2_000), Sync.atClose());
        poisoned(() -> append(journal, "unsynced", Sync.now()));
    }
}
