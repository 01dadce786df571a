package io.github.recovery4j.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJournalTest {

    @TempDir
    Path directory;

    private FileJournal open() {
        return FileJournal.builder(directory.resolve("journal"))
                .identity("test")
                .segmentSize(16 << 10)
                .open();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> read(Journal journal) {
        List<String> texts = new ArrayList<>();
        List<Gap> gaps = journal.replay(0, entry -> texts.add(new String(entry.bytes(), StandardCharsets.UTF_8)));
        gaps.forEach(gap -> texts.add(gap.toString()));
        return texts;
    }

    @Test
    void records_are_found_again_in_order_over_many_segments() {
        List<String> expected = new ArrayList<>();
        for (int life = 0; life < 3; life++) {
            try (FileJournal journal = open()) {
                assertThat(read(journal)).isEqualTo(expected);
                for (int i = 0; i < 40; i++) {
                    String text = "life %d, record %d %s".formatted(life, i, "x".repeat(i * 30));
                    journal.append(i, Sync.now(), text(text));
                    expected.add(text);
                }
                assertThat(read(journal)).isEqualTo(expected);
            }
        }
    }

    @Test
    void a_record_that_is_larger_than_a_segment_gets_one_of_its_own() {
        String large = "l".repeat(100_000);
        try (FileJournal journal = open()) {
            journal.append(0, Sync.now(), text("small"));
            journal.append(0, Sync.now(), text(large));
            journal.append(0, Sync.now(), text("small"));
        }
        try (FileJournal journal = open()) {
            assertThat(read(journal)).containsExactly("small", large, "small");
        }
    }

    @Test
    void a_segment_is_no_larger_because_of_what_lies_before_the_one_that_was_asked_for() throws Exception {
        try (FileJournal journal = FileJournal.builder(directory.resolve("journal"))
                .segmentSize(1 << 20)
                .open()) {
            journal.append(0, Sync.now(), ByteBuffer.allocate(4 << 20));
            journal.append(0, Sync.now(), text("another segment"));
            journal.roll();
            long start = journal.append(0, Sync.now(), text("the first of the new ones"));
            for (int i = 0; i < 20; i++) {
                journal.append(0, Sync.now(), ByteBuffer.allocate(1_000));
            }
            try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
                assertThat(files.filter(file -> file.getFileName().toString().compareTo("%016x".formatted(start)) > 0)
                                .filter(file -> file.toString().endsWith(".segment")))
                        .isNotEmpty()
                        .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(64 << 10));
            }
        }
    }

    @Test
    void what_is_released_gives_its_space_to_the_next_segments() throws Exception {
        try (FileJournal journal = open()) {
            for (int i = 0; i < 500; i++) {
                long position = journal.append(0, Sync.now(), text("record " + i + "x".repeat(500)));
                journal.release(position);
            }
            try (var files = Files.list(directory.resolve("journal"))) {
                assertThat(files).hasSizeLessThanOrEqualTo(4);
            }
            assertThat(read(journal)).last().asString().startsWith("record 499");
        }
    }

    @Test
    void the_blocks_of_all_that_is_released_at_once_are_used_again() throws Exception {
        try (FileJournal journal = open()) {
            long[] positions = new long[400];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = journal.append(0, Sync.now(), text("x".repeat(500)));
            }
            Set<Object> before = fileKeys();
            journal.release(positions[200]);
            for (int i = 0; i < 100; i++) {
                journal.append(0, Sync.now(), text("y".repeat(500)));
            }
            assertThat(before).containsAll(fileKeys());
        }
    }

    private Set<Object> fileKeys() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.map(FileJournalTest::key).collect(Collectors.toSet());
        }
    }

    private static Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_is_closed_takes_no_more_than_its_records() throws Exception {
        try (FileJournal journal = open()) {
            for (int i = 0; i < 100; i++) {
                long position = journal.append(0, Sync.now(), text("x".repeat(500)));
                journal.release(position);
            }
        }
        try (var files = Files.list(directory.resolve("journal"))) {
            assertThat(files.mapToLong(file -> file.toFile().length()).sum()).isLessThan(2 * 8192);
        }
    }

    @Test
    void a_segment_that_was_asked_for_begins_with_the_next_record() throws Exception {
        try (FileJournal journal = open()) {
            journal.append(0, Sync.now(), text("old"));
            journal.roll();
            long position = journal.append(0, Sync.now(), text("new"));
            journal.append(0, Sync.now(), text("newer"));
            assertThat(journal.segments()).isEqualTo(2);
            journal.release(position);
            assertThat(journal.start()).isEqualTo(position);
            assertThat(read(journal)).containsExactly("new", "newer");
        }
    }

    @Test
    void torn_ends_are_kept_but_not_without_limit() throws Exception {
        for (int crash = 0; crash < 20; crash++) {
            try (FileJournal journal = open()) {
                journal.append(0, Sync.now(), text("record " + crash));
            }
            tearEnd();
        }
        try (FileJournal journal = open()) {
            assertThat(read(journal)).hasSize(20);
        }
        try (var files = Files.list(directory.resolve("journal"))) {
            assertThat(files.filter(file -> file.toString().contains(".torn-"))).hasSize(16);
        }
    }

    /** As a crash in the middle of a write leaves it. */
    private void tearEnd() throws IOException {
        Path newest;
        try (var files = Files.list(directory.resolve("journal"))) {
            newest = files.filter(file -> file.toString().endsWith(".segment"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
        try (FileChannel file = FileChannel.open(newest, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(12), SegmentHeader.SEAL);
            file.write(text("x".repeat(100)), file.size());
        }
    }

    @Test
    void a_record_that_may_wait_is_durable_in_time() throws Exception {
        try (FileJournal journal = open()) {
            long position = journal.append(0, Sync.within(Duration.ofMillis(1), 10), text("later"));
            while (read(journal).isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(journal.end()).isGreaterThan(position);
        }
    }

    @Test
    void a_second_one_who_opens_it_is_refused() {
        try (FileJournal journal = open()) {
            assertThatThrownBy(this::open).isInstanceOf(JournalException.class).hasMessageContaining("somebody else");
            journal.append(0, Sync.now(), text("still mine"));
        }
    }

    @Test
    void damage_costs_the_damaged_record_and_no_other() throws Exception {
        try (FileJournal journal = open()) {
            for (int i = 0; i < 10; i++) {
                journal.append(0, Sync.now(), text("record " + i));
            }
        }
        Path segment = directory.resolve("journal").resolve("0000000000000000.segment");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[4096 + 3 * 40 + 33] ^= 1;
        Files.write(segment, bytes, StandardOpenOption.WRITE);
        try (FileJournal journal = open()) {
            assertThat(read(journal))
                    .hasSize(10)
                    .doesNotContain("record 3")
                    .last()
                    .asString()
                    .contains("positions 120 to 160 cannot be read");
        }
    }

    @Test
    void a_journal_that_nobody_has_open_is_deleted_and_nothing_else() throws Exception {
        Path journal = directory.resolve("journal");
        FileJournal.Builder builder =
                FileJournal.builder(journal).identity("test").segmentSize(16 << 10);
        try (FileJournal open = builder.open()) {
            for (int i = 0; i < 100; i++) {
                open.append(0, Sync.now(), text("x".repeat(1_000)));
                open.release(open.end() / 2);
            }
            assertThat(builder.delete()).isFalse();
            assertThat(read(open)).isNotEmpty();
        }
        Files.writeString(journal.resolve("0000000000000000.segment.torn-1"), "evidence");
        Files.writeString(journal.resolve("segment.new"), "unfinished");
        Files.writeString(journal.resolve("notes.txt"), "somebody else's");
        assertThat(builder.delete()).isTrue();
        try (Stream<Path> left = Files.list(journal)) {
            assertThat(left).containsExactly(journal.resolve("notes.txt"));
        }
        Files.delete(journal.resolve("notes.txt"));
        assertThat(builder.delete()).isTrue();
        assertThat(journal).doesNotExist();
        assertThatThrownBy(builder::delete)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("could not be deleted");
    }

    @Test
    void a_record_that_is_too_large_is_refused_before_anything_changes() {
        try (FileJournal journal = FileJournal.builder(directory.resolve("journal"))
                .largestRecord(10)
                .open()) {
            journal.append(0, Sync.now(), text("0123456789"));
            long end = journal.end();
            assertThatThrownBy(() -> journal.append(0, Sync.now(), text("01234"), text("567890")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("11 bytes")
                    .hasMessageContaining("10 at most");
            assertThat(journal.end()).isEqualTo(end);
            assertThat(read(journal)).containsExactly("0123456789");
        }
    }
}
