package io.github.recovery4j.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSystemCheckTest {

    private static final String ROOT = "overlay / overlay rw,relatime,lowerdir=/l,upperdir=/u,workdir=/w 0 0\n";
    private static final String PROC = "proc /proc proc rw,nosuid 0 0\n";

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "overlay", "apfs", "NTFS", ""})
    void nothing_is_known_against_a_file_system_that_syncs(String type) {
        assertThat(FileSystemCheck.weakness(type, PROC + ROOT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmpfs", "ramfs"})
    void what_is_in_memory_is_lost(String type) {
        assertThat(FileSystemCheck.weakness(type, "")).get().asString().contains("do not survive a power loss");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "vboxsf"})
    void what_is_on_a_server_has_weak_locks(String type) {
        assertThat(FileSystemCheck.weakness(type, "")).get().asString().contains("two machines may both own a run");
    }

    @Test
    void an_overlay_that_ignores_syncs_is_found_among_the_mounts() {
        String ignoring = "overlay /var overlay rw,lowerdir=/l,upperdir=/u,workdir=/w,volatile 0 0\n";
        assertThat(FileSystemCheck.weakness("overlay", PROC + ignoring + ROOT))
                .get()
                .asString()
                .contains("volatile");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "overlay / overlay rw,lowerdir=/volatile,upperdir=/u 0 0",
                "tmpfs /volatile tmpfs rw,volatile 0 0",
                "overlay / overlay",
                "volatile",
                ""
            })
    void a_mount_that_only_looks_like_it_is_none(String mounts) {
        assertThat(FileSystemCheck.weakness("overlay", mounts)).isEmpty();
    }

    @Test
    void the_directory_of_a_test_can_be_asked_about(@TempDir Path directory) throws Exception {
        assertThat(FileSystemCheck.weakness(directory))
                .satisfies(weakness -> weakness.ifPresent(
                        text -> assertThat(text).startsWith(directory + " is on a file system of type ")));
    }
}
