package io.github.recovery4j.benchmarks;

import com.sun.management.ThreadMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process and a directory take after a number of saves.
 *
 * @param saves how many
 * @param descriptors open file descriptors
 * @param threads live Java threads
 * @param space what the directory takes
 * @param heap bytes in use after a garbage collection
 * @param allocated bytes that the saving thread allocated for each save since the usage before
 * @param micros how long each save took on average since the usage before
 */
record Usage(long saves, long descriptors, int threads, Space space, long heap, long allocated, long micros) {

    private static final long HEAP_NOISE = 1 << 20;
    /** Generations get more digits, and times fewer where they end in zeros. */
    private static final long BYTES_NOISE = 64;

    private static final double ALLOCATION_NOISE = 1.1;

    static final String HEADINGS = "%10s %12s %8s %6s %8s %12s %16s %12s"
            .formatted(
                    "saves", "descriptors", "threads", "files", "bytes", "heap bytes", "allocated/save", "micros/save");

    /**
     * What a directory takes.
     *
     * @param files files below it
     * @param bytes their lengths together
     */
    record Space(long files, long bytes) {

        static Space of(Path directory) throws IOException {
            try (Stream<Path> all = Files.walk(directory)) {
                long[] lengths = all.map(Path::toFile)
                        .filter(File::isFile)
                        .mapToLong(File::length)
                        .toArray();
                return new Space(lengths.length, Arrays.stream(lengths).sum());
            }
        }
    }

    /** Looks now, after some more saves have taken some time and allocated some bytes. */
    static Usage now(long saves, Path directory, long allocated, long micros) throws IOException {
        return new Usage(
                saves,
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getOpenFileDescriptorCount(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                Space.of(directory),
                heapAfterCollection(),
                allocated,
                micros);
    }

    /** All bytes the current thread ever allocated. */
    static long allocatedByThisThread() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    /** Twice, as cleaners run between the two. */
    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** In words, what grew since an earlier usage; allocation is compared by {@link #allocatesMoreThan}. */
    List<String> grownSince(Usage earlier) {
        List<String> grown = new ArrayList<>();
        compare("descriptors", earlier.descriptors, descriptors, 0, grown);
        compare("threads", earlier.threads, threads, 0, grown);
        compare("files", earlier.space.files, space.files, 0, grown);
        compare("bytes of files", earlier.space.bytes, space.bytes, BYTES_NOISE, grown);
        compare("heap bytes", earlier.heap, heap, HEAP_NOISE, grown);
        return grown;
    }

    private void compare(String what, long before, long after, long noise, List<String> grown) {
        if (after > before + noise) {
            grown.add("%s grew from %d to %d by save %d".formatted(what, before, after, saves));
        }
    }

    boolean allocatesMoreThan(Usage earlier) {
        return allocated > earlier.allocated * ALLOCATION_NOISE;
    }

    @Override
    public String toString() {
        return "%10d %12d %8d %6d %8d %12d %16d %12d"
                .formatted(saves, descriptors, threads, space.files, space.bytes, heap, allocated, micros);
    }
}
