package io.github.recovery4j.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much memory is in use. Of Linux, {@code /proc/meminfo} tells what can be had without swapping (MemAvailable), and
 * {@code /sys/fs/cgroup} what a container is allowed (memory.max) and uses without the files that it has cached
 * (memory.current less inactive_file of memory.stat), as cgroup-v2 of the kernel's documentation says. What counts is
 * whatever is fuller.
 */
final class Memory {

    private static final String UNLIMITED = "max";

    private final Path meminfo;
    private final Path group;

    Memory(Path meminfo, Path group) {
        this.meminfo = meminfo;
        this.group = group;
    }

    static Memory ofThisSystem() {
        return new Memory(Path.of("/proc/meminfo"), Path.of("/sys/fs/cgroup"));
    }

    /** The fuller one of the system and the control group. */
    Usage usage() throws IOException {
        Usage system = system();
        return Stream.concat(Stream.of(system), group(system.total()).stream())
                .max(Comparator.comparingDouble(Usage::share))
                .orElseThrow();
    }

    private Usage system() throws IOException {
        List<String> lines = Files.readAllLines(meminfo, StandardCharsets.US_ASCII);
        long total = 1024 * number(lines, "MemTotal:");
        return new Usage("the memory of the system", total - 1024 * number(lines, "MemAvailable:"), total);
    }

    private Optional<Usage> group(long systemTotal) throws IOException {
        Path limit = group.resolve("memory.max");
        if (!Files.exists(limit)) {
            return Optional.empty(); // the root of the hierarchy has no limit, nor have systems without cgroup-v2
        }
        String most = line(limit);
        if (most.equals(UNLIMITED) || Long.parseLong(most) > systemTotal) {
            return Optional.empty();
        }
        long cached =
                number(Files.readAllLines(group.resolve("memory.stat"), StandardCharsets.US_ASCII), "inactive_file");
        long used = Math.max(0, Long.parseLong(line(group.resolve("memory.current"))) - cached);
        return Optional.of(new Usage("the memory of the control group", used, Long.parseLong(most)));
    }

    private static String line(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    private static long number(List<String> lines, String name) throws IOException {
        return lines.stream()
                .map(line -> line.split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals(name))
                .map(words -> Long.parseLong(words[1]))
                .findFirst()
                .orElseThrow(() -> new IOException("the system does not tell " + name));
    }

    /** What was live after the newest garbage collection of each part; nothing is, before the first one. */
    static Usage heap() {
        long used = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .filter(Objects::nonNull)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return new Usage("the heap", used, Runtime.getRuntime().maxMemory());
    }
}
