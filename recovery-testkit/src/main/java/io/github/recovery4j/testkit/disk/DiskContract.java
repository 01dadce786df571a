package io.github.recovery4j.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Disk} must keep, as far as a program can see it: what is durable shows only in a crash. The
 * {@link SimulatedDisk} keeps it as the real one does, which is why what is proved on it holds there.
 */
public abstract class DiskContract {

    /** Creates the suite. */
    protected DiskContract() {}

    /**
     * {@return the disk under test}
     */
    protected abstract Disk disk();

    /**
     * {@return an existing directory of it, of this test method alone}
     */
    protected abstract Path directory();

    private Path path(String name) {
        return directory().resolve(name);
    }

    private Path write(String name, String content) throws IOException {
        try (Disk.NewFile file = disk().create(path(name))) {
            file.out().write(content.getBytes(StandardCharsets.UTF_8));
            file.sync();
        }
        return path(name);
    }

    private String read(Path file) throws IOException {
        try (Disk.OpenFile opened = disk().open(file)) {
            byte[] bytes = opened.in().readAllBytes();
            assertThat(opened.size()).isEqualTo(bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void what_is_written_is_read() throws IOException {
        assertThat(read(write("file", "content"))).isEqualTo("content");
        assertThat(read(write("empty", ""))).isEmpty();
    }

    @Test
    void a_file_is_listed_by_its_name_until_it_is_deleted() throws IOException {
        Path file = write("file", "content");
        assertThat(disk().list(directory())).contains("file");
        disk().delete(file);
        assertThat(disk().list(directory())).doesNotContain("file");
        disk().delete(file); // a second time does nothing
    }

    @Test
    void a_name_that_is_taken_is_not_created_again() throws IOException {
        Path file = write("file", "content");
        disk().createDirectory(path("directory"));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> disk().create(file));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> disk().create(path("directory")));
        assertThat(read(file)).isEqualTo("content");
    }

    @Test
    void a_renamed_file_replaces_the_one_that_had_the_name() throws IOException {
        Path from = write("from", "new");
        Path to = write("to", "old");
        disk().rename(from, to);
        assertThat(read(to)).isEqualTo("new");
        assertThat(disk().list(directory())).contains("to").doesNotContain("from");
    }

    @Test
    void a_file_that_is_open_stays_what_it_is_when_its_name_passes_to_another() throws IOException {
        Path name = write("name", "old");
        Path other = write("other", "new and longer");
        try (Disk.OpenFile opened = disk().open(name)) {
            disk().rename(other, name);
            assertThat(opened.in().readAllBytes()).asString().isEqualTo("old");
        }
        try (Disk.OpenFile opened = disk().open(name)) {
            disk().delete(name);
            assertThat(opened.in().readAllBytes()).asString().isEqualTo("new and longer");
        }
    }

    @Test
    void who_reads_a_file_that_is_written_over_finds_old_and_new_bytes() throws IOException {
        Path file = write("name", "0123456789");
        try (Disk.OpenFile opened = disk().open(file);
                Disk.LogFile log = disk().openLog(file)) {
            assertThat(log.length()).isEqualTo(10);
            assertThat(opened.in().readNBytes(4))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("0123");
            disk().rename(file, path("other name"));
            log.write(2, bytes("abcd"));
            assertThat(opened.in().readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("cd6789");
            assertThat(opened.size()).isEqualTo(10);
        }
    }

    @Test
    void what_is_not_there_is_named_as_missing() throws IOException {
        Path missing = path("missing");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().open(missing));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().rename(missing, path("to")));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().create(missing.resolve("file")));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> disk().createDirectory(missing.resolve("directory")));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().syncDirectory(missing));
        assertThat(disk().list(missing)).isEmpty();
        assertThat(disk().identity(missing)).isEmpty();
        assertThat(disk().resolve(missing)).isEmpty();
        assertThat(disk().isDirectory(missing)).isFalse();
        disk().delete(missing);
    }

    @Test
    void a_directory_is_no_file_and_a_file_no_directory() throws IOException {
        Path file = write("file", "content");
        Path directory = path("directory");
        disk().createDirectory(directory);
        disk().createDirectory(directory); // a second time does nothing
        assertThat(disk().isDirectory(directory)).isTrue();
        assertThat(disk().isDirectory(file)).isFalse();
        assertThat(disk().resolve(directory)).contains(directory);
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> disk().open(directory));
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> disk().locks(directory));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> disk().createDirectory(file));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> disk().resolve(file));
        assertThatExceptionOfType(NotDirectoryException.class).isThrownBy(() -> disk().list(file));
    }

    @Test
    void a_directory_that_is_not_empty_is_not_deleted() throws IOException {
        disk().createDirectory(path("directory"));
        write("directory/file", "content");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> disk().delete(path("directory")));
        assertThat(read(path("directory/file"))).isEqualTo("content");
    }

    @Test
    void another_file_under_a_name_is_another_one() throws IOException {
        Path name = write("name", "old");
        Optional<Object> before = disk().identity(name);
        assertThat(disk().identity(name)).isEqualTo(before);
        disk().rename(write("other", "new and longer"), name);
        assertThat(disk().identity(name)).isNotEqualTo(before);
    }

    @Test
    void a_byte_is_locked_once_until_it_is_freed() throws IOException {
        try (Disk.Locks locks = disk().locks(path("lock"));
                Disk.Locks others = disk().locks(path("lock"))) {
            Disk.Lock lock = locks.tryLock(17).orElseThrow();
            assertThat(lock.isValid()).isTrue();
            assertThat(locks.tryLock(17)).isEmpty();
            assertThat(others.tryLock(17)).isEmpty();
            try (Disk.Lock another = others.tryLock(Long.MAX_VALUE - 1).orElseThrow()) {
                assertThat(another.isValid()).isTrue();
            }
            lock.close();
            lock.close();
            assertThat(lock.isValid()).isFalse();
            others.tryLock(17).orElseThrow().close();
        }
    }

    @Test
    void locks_are_freed_with_their_file() throws IOException {
        Disk.Locks locks = disk().locks(path("lock"));
        Disk.Lock lock = locks.tryLock(17).orElseThrow();
        locks.close();
        assertThat(lock.isValid()).isFalse();
        try (Disk.Locks again = disk().locks(path("lock"))) {
            assertThat(again.tryLock(17)).isPresent();
        }
    }

    // logs

    private static List<ByteBuffer> bytes(String... pieces) {
        return Stream.of(pieces)
                .map(piece -> ByteBuffer.wrap(piece.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void a_log_is_written_over_and_keeps_its_length() throws IOException {
        Path file = write("log", "0123456789");
        try (Disk.LogFile log = disk().openLog(file)) {
            log.write(2, bytes("ab", "", "c"));
            assertThat(read(file)).isEqualTo("01abc56789");
            log.sync();
            log.write(0, bytes("x"));
            log.write(9, bytes("y"));
            log.write(10, bytes());
            log.sync();
        }
        assertThat(read(file)).isEqualTo("x1abc5678y");
    }

    @Test
    void the_data_of_a_write_is_not_touched() throws IOException {
        ByteBuffer part = ByteBuffer.wrap(new byte[] {'a', 'b', 'c', 'd'}, 1, 2);
        try (Disk.LogFile log = disk().openLog(write("log", "0123456789"))) {
            log.write(0, List.of(part, part));
            log.sync();
        }
        assertThat(part.position()).isEqualTo(1);
        assertThat(part.limit()).isEqualTo(3);
        assertThat(read(path("log"))).isEqualTo("bcbc456789");
    }

    @Test
    void a_file_that_is_cut_keeps_its_beginning() throws IOException {
        Path file = write("log", "0123456789");
        disk().cut(file, 10);
        disk().cut(file, 4);
        assertThat(read(file)).isEqualTo("0123");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> disk().cut(file, 5));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().cut(path("none"), 0));
        disk().createDirectory(path("directory"));
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> disk().cut(path("directory"), 0));
        assertThat(read(file)).isEqualTo("0123");
    }

    @Test
    void no_write_makes_a_log_longer() throws IOException {
        Path file = write("log", "0123456789");
        try (Disk.LogFile log = disk().openLog(file)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.write(9, bytes("a", "b")));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.write(11, bytes("a")));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.write(-1, bytes("a")));
        }
        assertThat(read(file)).hasSize(10).startsWith("012345678");
    }

    @Test
    void a_large_log_is_written_whole() throws IOException {
        String before = "0".repeat(1_000_000);
        String after = "abcdefghij".repeat(70_001);
        Path file = write("log", before);
        try (Disk.LogFile log = disk().openLog(file)) {
            log.write(17, bytes(after.substring(0, 300_001), after.substring(300_001)));
            log.sync();
        }
        assertThat(read(file)).isEqualTo("0".repeat(17) + after + before.substring(17 + after.length()));
    }

    @Test
    void only_a_file_is_opened_as_a_log() throws IOException {
        disk().createDirectory(path("directory"));
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> disk().openLog(path("directory")));
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> disk().openLog(path("missing")));
        assertThat(disk().list(directory())).doesNotContain("missing");
    }

    @Test
    void a_closed_log_takes_nothing() throws IOException {
        Path file = write("log", "0123456789");
        Disk.LogFile log = disk().openLog(file);
        log.close();
        log.close(); // a second time does nothing
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> log.write(0, bytes("a")));
        assertThatExceptionOfType(IOException.class).isThrownBy(log::sync);
        assertThat(read(file)).isEqualTo("0123456789");
    }

    @Test
    void an_interrupted_thread_writes_and_syncs_a_log_and_stays_interrupted() throws IOException {
        Path file = write("log", "0123456789");
        Thread.currentThread().interrupt();
        try (Disk.LogFile log = disk().openLog(file)) {
            log.write(0, bytes("ab"));
            log.sync();
            log.write(2, bytes("cd"));
            log.sync();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read(file)).isEqualTo("abcd456789");
    }

    @Test
    void an_interrupt_at_any_moment_fails_no_write_of_a_log() throws Exception {
        int records = 300;
        Path file = write("log", "0".repeat(records));
        Thread writer = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread interrupter = new Thread(() -> {
            while (!done.get()) {
                writer.interrupt();
                LockSupport.parkNanos(20_000);
            }
        });
        interrupter.start();
        try (Disk.LogFile log = disk().openLog(file)) {
            for (int i = 0; i < records; i++) {
                log.write(i, bytes("x"));
                if (i % 10 == 0) {
                    log.sync();
                }
            }
            log.sync();
        } finally {
            done.set(true);
            while (interrupter.isAlive()) {
                Thread.onSpinWait();
            }
            Thread.interrupted();
        }
        assertThat(read(file)).isEqualTo("x".repeat(records));
    }

    @Test
    void an_interrupt_fails_nothing_and_is_kept() throws IOException {
        Thread.currentThread().interrupt();
        Path file = write("file", "content");
        disk().rename(file, path("renamed"));
        disk().syncDirectory(directory());
        assertThat(read(path("renamed"))).isEqualTo("content");
        assertThat(disk().list(directory())).contains("renamed");
        assertThat(Thread.interrupted()).isTrue();
    }
}
