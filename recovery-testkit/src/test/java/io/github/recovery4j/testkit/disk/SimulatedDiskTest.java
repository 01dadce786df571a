package io.github.recovery4j.testkit.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.testkit.disk.Crash.Data;
import io.github.recovery4j.testkit.disk.Crash.Entries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest extends DiskContract {

    private static final Path DIRECTORY = Path.of("/data").toAbsolutePath();
    private static final Crash POWER_LOSS = new Crash(Entries.LOST, Data.LOST, 0);

    private final SimulatedDisk disk = new SimulatedDisk();

    @BeforeEach
    void create() throws IOException {
        disk.createDirectory(DIRECTORY);
        disk.syncDirectory(Path.of("/").toAbsolutePath());
    }

    @Override
    protected Disk disk() {
        return disk;
    }

    @Override
    protected Path directory() {
        return DIRECTORY;
    }

    private static Path path(String name) {
        return DIRECTORY.resolve(name);
    }

    private void write(String name, byte[] content, boolean synced) throws IOException {
        try (Disk.NewFile file = disk.create(path(name))) {
            file.out().write(content);
            if (synced) {
                file.sync();
            }
        }
    }

    private static byte[] bytes(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void a_file_that_was_synced_is_lost_with_its_name() throws IOException {
        write("file", bytes(10, 1), true);
        assertThat(disk.crash(POWER_LOSS).list(DIRECTORY)).doesNotContain("file");
        disk.syncDirectory(DIRECTORY);
        assertThat(disk.crash(POWER_LOSS).read(path("file"))).isEqualTo(bytes(10, 1));
    }

    @Test
    void a_name_that_was_synced_leads_to_a_file_without_its_data() throws IOException {
        write("file", bytes(10, 1), false);
        disk.syncDirectory(DIRECTORY);
        assertThat(disk.crash(POWER_LOSS).read(path("file"))).isEmpty();
    }

    @Test
    void a_renaming_is_lost_or_kept_but_never_half() throws IOException {
        write("old", bytes(10, 1), true);
        write("new", bytes(10, 2), true);
        disk.syncDirectory(DIRECTORY);
        disk.rename(path("new"), path("old"));
        for (Crash crash : Crash.ofEveryKind(1)) {
            SimulatedDisk after = disk.crash(crash);
            boolean renamed = !after.list(DIRECTORY).contains("new");
            assertThat(after.read(path("old"))).isEqualTo(bytes(10, renamed ? 2 : 1));
        }
    }

    @Test
    void a_deletion_can_be_lost() throws IOException {
        write("file", bytes(10, 1), true);
        disk.syncDirectory(DIRECTORY);
        disk.delete(path("file"));
        assertThat(disk.crash(POWER_LOSS).list(DIRECTORY)).contains("file");
        disk.syncDirectory(DIRECTORY);
        assertThat(disk.crash(POWER_LOSS).list(DIRECTORY)).doesNotContain("file");
    }

    @Test
    void a_directory_is_lost_with_everything_in_it_while_its_own_name_is_not_durable() throws IOException {
        disk.createDirectory(path("directory"));
        write("directory/file", bytes(10, 1), true);
        disk.syncDirectory(path("directory"));
        assertThat(disk.crash(POWER_LOSS).list(DIRECTORY)).doesNotContain("directory");
        disk.syncDirectory(DIRECTORY);
        assertThat(disk.crash(POWER_LOSS).read(path("directory/file"))).isEqualTo(bytes(10, 1));
    }

    @Test
    void a_torn_file_ends_where_its_kind_says() throws IOException {
        write("file", bytes(20_000, 1), false);
        disk.syncDirectory(DIRECTORY);
        assertThat(lengths(Data.TORN)).hasSizeGreaterThan(50).allMatch(length -> length <= 20_000);
        assertThat(lengths(Data.TORN_AT_A_SECTOR)).hasSizeGreaterThan(20).allMatch(length -> length % 512 == 0);
        assertThat(lengths(Data.TORN_AT_A_PAGE)).hasSize(5).allMatch(length -> length % 4096 == 0);
    }

    private List<Integer> lengths(Data data) {
        return LongStream.range(0, 100)
                .mapToObj(seed -> left(data, seed).length)
                .distinct()
                .toList();
    }

    private byte[] left(Data data, long seed) {
        try {
            return disk.crash(new Crash(Entries.KEPT, data, seed)).read(path("file"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_file_that_has_its_length_may_have_zeros_or_anything_in_it() throws IOException {
        write("file", bytes(20_000, 1), false);
        assertThat(left(Data.ZEROED, 1)).isEqualTo(bytes(20_000, 0));
        assertThat(left(Data.GARBAGE, 1)).hasSize(20_000).isNotEqualTo(left(Data.GARBAGE, 2));
        byte[] scattered = left(Data.SCATTERED, 1);
        assertThat(scattered).hasSize(20_000).contains(0, 1);
        for (int sector = 0; sector < 39; sector++) {
            assertThat(scattered[512 * sector]).isEqualTo(scattered[512 * sector + 511]);
        }
    }

    @Test
    void changes_survive_in_any_order_or_up_to_a_moment_or_the_last_alone() throws IOException {
        for (String name : List.of("1", "2", "3")) {
            write(name, new byte[0], true);
        }
        assertThat(namesLeft(Entries.UP_TO_A_MOMENT)).containsExactlyInAnyOrder("", "1", "12", "123");
        assertThat(namesLeft(Entries.LAST)).containsExactly("3");
        assertThat(namesLeft(Entries.ANY)).containsExactlyInAnyOrder("", "1", "2", "3", "12", "13", "23", "123");
    }

    private List<String> namesLeft(Entries entries) {
        return LongStream.range(0, 1000)
                .mapToObj(seed -> names(disk.crash(new Crash(entries, Data.LOST, seed))))
                .distinct()
                .toList();
    }

    private static String names(SimulatedDisk disk) {
        try {
            return String.join(
                    "",
                    disk.list(DIRECTORY).stream()
                            .filter(name -> name.length() == 1)
                            .toList());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_same_seed_leaves_the_same() throws IOException {
        write("file", bytes(20_000, 1), false);
        for (Crash crash : Crash.ofEveryKind(17)) {
            assertThat(disk.crash(crash).fingerprint())
                    .isEqualTo(disk.crash(crash).fingerprint());
        }
    }

    @Test
    void a_kill_loses_nothing_and_makes_nothing_durable() throws IOException {
        write("file", bytes(10, 1), true);
        SimulatedDisk killed = disk.kill();
        assertThat(killed.fingerprint()).isEqualTo(disk.fingerprint());
        assertThat(killed.crash(POWER_LOSS).list(DIRECTORY)).doesNotContain("file");
    }

    @Test
    void a_crash_frees_what_was_locked() throws IOException {
        Disk.Locks locks = disk.locks(path("lock"));
        assertThat(locks.tryLock(1)).isPresent();
        assertThat(disk.kill().locks(path("lock")).tryLock(1)).isPresent();
        assertThat(disk.locks(path("lock")).tryLock(1)).isEmpty();
    }

    @Test
    void what_lies_in_the_directories_is_missed_when_it_is_gone() throws IOException {
        assertThat(disk.foreignFilesAreUntouched()).isTrue();
        disk.delete(path("notes.txt"));
        assertThat(disk.foreignFilesAreUntouched()).isFalse();
    }

    @Test
    void open_files_are_counted() throws IOException {
        write("file", bytes(10, 1), true);
        assertThat(disk.openFiles()).isZero();
        Disk.OpenFile opened = disk.open(path("file"));
        Disk.Locks locks = disk.locks(path("lock"));
        assertThat(disk.openFiles()).isEqualTo(2);
        opened.close();
        locks.close();
        assertThat(disk.openFiles()).isZero();
    }
}
