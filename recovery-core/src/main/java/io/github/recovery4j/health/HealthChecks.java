package io.github.recovery4j.health;

import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.probe.Probes;
import io.github.recovery4j.process.ProcessId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Ready-made checks; each can be changed, and replaced by another one of the same name. */
public final class HealthChecks {

    /** The name of {@link #memory}. */
    public static final String MEMORY = "memory";

    /** The name of {@link #heap}. */
    public static final String HEAP = "heap";

    /** The name of {@link #disk}. */
    public static final String DISK = "disk";

    /** The name of {@link #processes}. */
    public static final String PROCESSES = "processes";

    /** The name of {@link #api}. */
    public static final String API = "api";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final double MEMORY_SHARE = 0.85;
    private static final double DISK_SHARE = 0.90;

    private HealthChecks() {}

    /**
     * {@return what every service needs: {@link #memory}, {@link #heap} and {@link #disk}}
     *
     * @param directory where the service writes
     */
    public static List<HealthCheck> standard(Path directory) {
        return List.of(memory(), heap(), disk(directory));
    }

    /** {@return whether at most 85 % of the memory of the system, or of its control group, are in use; every 30 s; Linux only} */
    public static HealthCheck memory() {
        return HealthCheck.of(MEMORY, Probes.memory(MEMORY_SHARE, TIMEOUT));
    }

    /** {@return whether at most 85 % of the heap are in use after its newest garbage collection; every 30 s} */
    public static HealthCheck heap() {
        return HealthCheck.of(HEAP, Probes.heap(MEMORY_SHARE, TIMEOUT));
    }

    /**
     * {@return whether at most 90 % of a disk are in use; every 60 s}
     *
     * @param directory a directory on it
     */
    public static HealthCheck disk(Path directory) {
        return HealthCheck.of(DISK, Probes.diskUsage(directory, DISK_SHARE, TIMEOUT))
                .every(Duration.ofSeconds(60));
    }

    /**
     * {@return whether some processes are alive, and still the same; every 10 s}
     *
     * @param critical the processes
     */
    public static HealthCheck processes(Collection<ProcessId> critical) {
        List<Probe> probes = critical.stream()
                .map(process -> Probes.process(process, TIMEOUT))
                .toList();
        return HealthCheck.of(PROCESSES, Probe.all(probes)).every(Duration.ofSeconds(10));
    }

    /**
     * {@return whether a service replies with a status of 2xx; every 30 s}
     *
     * @param uri what to GET
     */
    public static HealthCheck api(URI uri) {
        return HealthCheck.of(API, Probes.http(uri, TIMEOUT));
    }
}
