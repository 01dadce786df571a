package io.github.recovery4j.testkit.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Whether this process has more and more threads or descriptors. One thread samples. */
final class Growth {

    private static final int DESCRIPTORS = 8;

    /** The JDK and the pools keep threads that have nothing to do for a minute. One for each failure would be hundreds. */
    private static final int THREADS = 25;

    private final List<Long> descriptors = new ArrayList<>();
    private final List<Long> threads = new ArrayList<>();

    void sample() throws IOException {
        descriptors.add(count("/proc/self/fd"));
        threads.add(count("/proc/self/task"));
    }

    private static long count(String directory) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return entries.count();
        }
    }

    /** The medians of the second and the last fifth: in the first everything is new. */
    boolean print(Consumer<String> out) {
        out.accept("descriptors: %d, in the end %d; threads: %d, in the end %d"
                .formatted(fifth(descriptors, 1), fifth(descriptors, 4), fifth(threads, 1), fifth(threads, 4)));
        return fifth(descriptors, 4) <= fifth(descriptors, 1) + DESCRIPTORS
                && fifth(threads, 4) <= fifth(threads, 1) + THREADS;
    }

    private static long fifth(List<Long> samples, int which) {
        List<Long> part = samples.subList(samples.size() * which / 5, samples.size() * (which + 1) / 5);
        return part.stream().sorted().toList().get(part.size() / 2);
    }
}
