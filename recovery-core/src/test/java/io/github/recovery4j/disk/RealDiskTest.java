package io.github.recovery4j.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDiskTest {

    @TempDir
    Path directory;

    /** What a reader in another process meets: between any two of its steps the name may go, come and change. */
    @Test
    void a_file_whose_name_passes_to_another_is_opened_whole_or_not_at_all() throws Exception {
        RealDisk disk = RealDisk.INSTANCE;
        Path name = directory.resolve("current");
        Path small = Files.write(directory.resolve("small"), new byte[10]);
        Path large = Files.write(directory.resolve("large"), new byte[1000]);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> renaming = thread.submit(() -> {
            while (!done.get()) {
                disk.rename(small, name);
                disk.rename(name, small);
                disk.rename(large, name);
                disk.rename(name, large);
            }
            return done;
        });
        try {
            for (int opened = 0; opened < 500 && !renaming.isDone(); ) {
                try (Disk.OpenFile file = disk.open(name)) {
                    assertThat(file.in().readAllBytes()).hasSize((int) file.size());
                    opened++;
                } catch (NoSuchFileException e) {
                    continue; // between two renamings
                }
            }
        } finally {
            done.set(true);
            thread.shutdown();
        }
        renaming.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_link_is_not_cut() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[10]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> RealDisk.INSTANCE.cut(link, 5));
        assertThat(file).hasSize(10);
    }

    @Test
    void a_link_is_not_opened_as_a_log() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[10]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("missing"));
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> RealDisk.INSTANCE.openLog(link));
        assertThatExceptionOfType(NotRegularException.class).isThrownBy(() -> RealDisk.INSTANCE.openLog(dangling));
    }

    @Test
    void closing_a_log_frees_its_descriptor() throws Exception {
        Path file = Files.write(directory.resolve("file"), new byte[10]);
        long before = descriptors();
        for (int i = 0; i < 200; i++) {
            RealDisk.INSTANCE.openLog(file).close();
        }
        assertThat(descriptors()).isLessThan(before + 100);
    }

    @Test
    void closing_an_opened_file_frees_its_descriptor() throws Exception {
        RealDisk disk = RealDisk.INSTANCE;
        Path file = Files.write(directory.resolve("file"), new byte[10]);
        long before = descriptors();
        for (int i = 0; i < 200; i++) {
            disk.open(file).close();
        }
        assertThat(descriptors()).isLessThan(before + 100);
    }

    private static long descriptors() {
        var system = java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }
}
