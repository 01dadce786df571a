package io.github.recovery4j.testkit.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalView;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.testkit.disk.DiskOperation;
import io.github.recovery4j.testkit.disk.Failure;
import io.github.recovery4j.testkit.disk.Fault;
import io.github.recovery4j.testkit.disk.FaultyDisk;
import io.github.recovery4j.testkit.disk.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that is read by somebody who does not have it. */
class JournalViewTest {

    private static final Path DIRECTORY = Path.of("/journal").toAbsolutePath();
    private static final int FIRST_RECORD = 4096;

    private final SimulatedDisk disk = new SimulatedDisk();

    private static FileJournal.Builder tiny(Path directory, Disk disk) {
        return FileJournal.builder(directory)
                .identity("view")
                .segmentSize(8 << 10)
                .disk(disk);
    }

    private FileJournal open() {
        return tiny(DIRECTORY, disk).open();
    }

    private JournalView view() {
        return tiny(DIRECTORY, disk).view();
    }

    private static long append(Journal journal, int number) {
        return append(journal, number, Sync.now());
    }

    private static long append(Journal journal, int number, Sync sync) {
        return journal.append(number, sync, ByteBuffer.allocate(number * 37 % 900));
    }

    private static List<Integer> numbers(JournalView view) {
        List<Integer> numbers = new ArrayList<>();
        assertThat(view.replay(0, entry -> {
                    assertThat(entry.payload().remaining()).isEqualTo(entry.type() * 37 % 900);
                    numbers.add(entry.type());
                }))
                .isEmpty();
        return numbers;
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void a_journal_that_somebody_has_open_is_shown_as_far_as_it_is_durable() {
        JournalView view = view();
        assertThat(numbers(view)).isEmpty();
        try (Journal journal = open()) {
            assertThat(numbers(view)).isEmpty();
            for (int number = 0; number < 50; number++) {
                append(journal, number);
                assertThat(numbers(view)).isEqualTo(range(0, number + 1));
            }
            append(journal, 50, Sync.atClose());
            assertThat(numbers(view)).isEqualTo(range(0, 50));
        }
        assertThat(numbers(view)).hasSize(51);
    }

    @Test
    void a_replay_begins_where_it_is_told_to() {
        try (Journal journal = open()) {
            List<Long> positions = new ArrayList<>();
            for (int number = 0; number < 40; number++) {
                positions.add(append(journal, number));
            }
            for (int number = 0; number < 40; number++) {
                List<Integer> shown = new ArrayList<>();
                assertThat(view().replay(positions.get(number), entry -> shown.add(entry.type())))
                        .isEmpty();
                assertThat(shown).isEqualTo(range(number, 40));
            }
        }
    }

    @Test
    void looking_changes_nothing_and_takes_no_lock() {
        try (Journal journal = open()) {
            IntStream.range(0, 50).forEach(number -> append(journal, number));
        }
        append(open(), 50); // and its process is killed
        SimulatedDisk left = disk.kill();
        String before = left.fingerprint();
        FaultyDisk readable =
                new FaultyDisk(left, Fault.from(0, Failure.IO_ERROR).of(operation -> operation.isChange()));
        assertThat(numbers(tiny(DIRECTORY, readable).view())).isEqualTo(range(0, 51));
        assertThat(readable.failures()).isZero();
        assertThat(left.fingerprint()).isEqualTo(before);
        assertThat(left.openFiles()).isZero();
    }

    @Test
    void a_torn_end_is_no_damage_and_what_is_before_it_is_shown() throws IOException {
        append(open(), 1);
        SimulatedDisk left = disk.kill();
        Path segment = segment(left, 0);
        byte[] bytes = left.read(segment);
        int end = FIRST_RECORD + 32 + 40;
        Arrays.fill(bytes, end, end + 100, (byte) 7);
        left.overwrite(segment, bytes);
        assertThat(numbers(tiny(DIRECTORY, left).view())).containsExactly(1);
    }

    private static Path segment(SimulatedDisk disk, int index) {
        return disk.files().stream()
                .filter(file -> file.toString().endsWith(".segment"))
                .sorted()
                .toList()
                .get(index);
    }

    @Test
    void damage_is_a_gap_and_costs_no_other_record() throws IOException {
        long third;
        try (Journal journal = open()) {
            append(journal, 1);
            append(journal, 2);
            third = append(journal, 3);
            IntStream.range(4, 60).forEach(number -> append(journal, number));
        }
        Path segment = segment(disk, 0);
        byte[] bytes = disk.read(segment);
        bytes[(int) (FIRST_RECORD + third + 32)] ^= 1;
        disk.overwrite(segment, bytes);
        List<Integer> shown = new ArrayList<>();
        List<Gap> gaps = view().replay(0, entry -> shown.add(entry.type()));
        assertThat(shown).startsWith(1, 2, 4).hasSize(58);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.from()).isEqualTo(third);
            assertThat(gap.location()).isEqualTo(segment.toString());
        });
    }

    @Test
    void a_segment_that_is_missing_in_the_middle_is_a_gap() throws IOException {
        try (Journal journal = open()) {
            IntStream.range(0, 60).forEach(number -> append(journal, number));
        }
        disk.delete(segment(disk, 1));
        assertThat(view().replay(0, entry -> {})).hasSize(1);
    }

    @Test
    void the_journal_of_somebody_else_is_refused() {
        try (Journal journal = open()) {
            append(journal, 1);
        }
        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> FileJournal.builder(DIRECTORY)
                        .identity("another")
                        .disk(disk)
                        .view()
                        .replay(0, entry -> {}))
                .withMessageContaining("it belongs to another journal, 'view'");
    }

    @Test
    void what_is_released_while_it_is_read_is_no_gap() {
        try (Journal journal = open()) {
            IntStream.range(0, 30).forEach(number -> append(journal, number));
            List<Integer> shown = new ArrayList<>();
            assertThat(view().replay(0, entry -> {
                        shown.add(entry.type());
                        journal.release(journal.end());
                        append(journal, 1_000 + shown.size());
                    }))
                    .isEmpty();
            assertThat(shown).isSorted().contains(0);
        }
    }

    @Nested
    class BesideAWriter {

        @TempDir
        Path directory;

        @Test
        void what_is_shown_is_a_gapless_beginning_with_all_that_was_acknowledged() throws Exception {
            beginning(Disk.local());
        }

        @Test
        void so_it_is_on_a_simulated_disk() throws Exception {
            beginning(disk);
        }

        private void beginning(Disk place) throws Exception {
            Path journals = place == disk ? DIRECTORY : directory;
            AtomicInteger acknowledged = new AtomicInteger();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!enough.get() || acknowledged.get() < 300) {
                    try (Journal journal = tiny(journals, place).open()) { // again and again
                        for (int i = 0; i < 100; i++) {
                            append(journal, acknowledged.get());
                            acknowledged.incrementAndGet();
                        }
                    }
                }
            });
            JournalView view = tiny(journals, place).view();
            for (int look = 0; look < 150; look++) {
                int before = acknowledged.get();
                List<Integer> shown = numbers(view);
                assertThat(shown).isEqualTo(range(0, shown.size())).hasSizeGreaterThanOrEqualTo(before);
            }
            enough.set(true);
            writer.get(60, TimeUnit.SECONDS);
            assertThat(numbers(view)).hasSize(acknowledged.get());
        }

        /** Where nothing was when it was looked at, and behind it there is a record by the time that is looked at. */
        @Test
        void what_is_written_while_it_is_looked_for_is_no_gap() {
            try (Journal journal = FileJournal.builder(directory)
                    .identity("view")
                    .segmentSize(64 << 20)
                    .open()) {
                append(journal, 0);
                AtomicInteger reads = new AtomicInteger();
                FaultyDisk watched = new FaultyDisk(Disk.local(), (operation, path) -> {
                    if (operation == DiskOperation.READ && reads.incrementAndGet() == 2) {
                        IntStream.range(1, 1_500).forEach(number -> append(journal, number));
                    }
                });
                JournalView view = FileJournal.builder(directory)
                        .identity("view")
                        .disk(watched)
                        .view();
                assertThat(numbers(view))
                        .isEqualTo(range(0, numbers(view).size()))
                        .contains(0);
                assertThat(journal.end())
                        .as("more than one window, one segment")
                        .isBetween(300_000L, 1_000_000L);
                assertThat(reads.get()).isGreaterThan(2);
            }
        }

        @Test
        void what_is_not_released_is_shown_without_a_gap() throws Exception {
            AtomicInteger kept = new AtomicInteger();
            AtomicLong acknowledged = new AtomicLong();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                try (Journal journal = tiny(directory, Disk.local()).open()) {
                    for (int number = 0; !enough.get() || number < 300; number++) {
                        long position = append(journal, number);
                        acknowledged.set(number);
                        if (number % 20 == 19) {
                            kept.set(number);
                            journal.release(position);
                        }
                    }
                }
            });
            JournalView view = tiny(directory, Disk.local()).view();
            for (int look = 0; look < 300; look++) {
                long before = acknowledged.get();
                List<Integer> shown = numbers(view);
                int from = kept.get();
                assertThat(shown).isSorted().doesNotHaveDuplicates();
                if (before > from) {
                    assertThat(shown).containsAll(range(from, (int) before + 1));
                }
            }
            enough.set(true);
            writer.get(60, TimeUnit.SECONDS);
        }
    }
}
