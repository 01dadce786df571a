package io.github.recovery4j.health;

import static io.github.recovery4j.health.HealthSettings.API_INTERVAL;
import static io.github.recovery4j.health.HealthSettings.DISK_INTERVAL;
import static io.github.recovery4j.health.HealthSettings.DISK_LIMIT;
import static io.github.recovery4j.health.HealthSettings.HEAP_INTERVAL;
import static io.github.recovery4j.health.HealthSettings.HEAP_LIMIT;
import static io.github.recovery4j.health.HealthSettings.MEMORY_INTERVAL;
import static io.github.recovery4j.health.HealthSettings.MEMORY_LIMIT;
import static io.github.recovery4j.health.HealthSettings.PROCESSES_INTERVAL;
import static io.github.recovery4j.health.HealthSettings.TIMEOUT;

import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.probe.Probes;
import io.github.recovery4j.process.ProcessId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Ready-made checks; each can be changed, and replaced by another one of the same name. The numbers are those of {@link
 * HealthSettings}, unless others are set.
 */
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
        return HealthCheck.of(MEMORY, settings -> Probes.memory(share(MEMORY_LIMIT.in(settings)), TIMEOUT.in(settings)))
                .every(MEMORY_INTERVAL);
    }

    /** {@return whether at most 85 % of the heap are in use after its newest garbage collection; every 30 s} */
    public static HealthCheck heap() {
        return HealthCheck.of(HEAP, settings -> Probes.heap(share(HEAP_LIMIT.in(settings)), TIMEOUT.in(settings)))
                .every(HEAP_INTERVAL);
    }

    /**
     * {@return whether at most 90 % of a disk are in use; every 60 s}
     *
     * @param directory a directory on it
     */
    public static HealthCheck disk(Path directory) {
        return HealthCheck.of(
                        DISK,
                        settings -> Probes.diskUsage(directory, share(DISK_LIMIT.in(settings)), TIMEOUT.in(settings)))
                .every(DISK_INTERVAL);
    }

    /**
     * {@return whether some processes are alive, and still the same; every 10 s}
     *
     * @param critical the processes
     */
    public static HealthCheck processes(Collection<ProcessId> critical) {
        List<ProcessId> all = List.copyOf(critical);
        return HealthCheck.of(PROCESSES, settings -> allAlive(all, TIMEOUT.in(settings)))
                .every(PROCESSES_INTERVAL);
    }

    private static Probe allAlive(List<ProcessId> all, Duration timeout) {
        return Probe.all(
                all.stream().map(process -> Probes.process(process, timeout)).toList());
    }

    /**
     * {@return whether a service replies with a status of 2xx; every 30 s}
     *
     * @param uri what to GET
     */
    public static HealthCheck api(URI uri) {
        return HealthCheck.of(API, settings -> Probes.http(uri, TIMEOUT.in(settings)))
                .every(API_INTERVAL);
    }

    private static double share(int percent) {
        return percent / 100.0;
    }
}
