package io.github.recovery4j.benchmarks;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.health.CheckStatus;
import io.github.recovery4j.health.Health;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthChecks;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.probe.Probes;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.supervision.Condition;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.SubjectStatus;
import io.github.recovery4j.supervision.Supervisor;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A JVM in which nothing happens but that something is watched which is well. It ends when its standard input does, and
 * exits with 1 if something was not well.
 *
 * <p>Arguments: what is watched, the port of a service, the number of a process that lives.
 */
public final class Idling {

    /** What is watched. */
    enum Watching {
        NOTHING("a JVM that watches nothing", 0) {
            @Override
            void begin(Recovery recovery, URI service, ProcessId process) {
                // that is all
            }

            @Override
            boolean well() {
                return true;
            }
        },
        CHECKS("a monitor with 100 checks", 20 * (2 + 2 + 1 + 6 + 2)) {
            private HealthMonitor monitor;

            @Override
            void begin(Recovery recovery, URI service, ProcessId process) {
                monitor = recovery.monitor(checks(service, process));
            }

            @Override
            boolean well() {
                return monitor.statuses().stream().map(CheckStatus::health).allMatch(Health.HEALTHY::equals);
            }
        },
        SUBJECTS("a supervisor with 20 subjects", 20 * 60) {
            private Supervisor supervisor;

            @Override
            void begin(Recovery recovery, URI service, ProcessId process) {
                supervisor = recovery.supervise(subjects(process));
            }

            @Override
            boolean well() {
                return supervisor.statuses().stream()
                        .map(SubjectStatus::condition)
                        .allMatch(Condition.HEALTHY::equals);
            }
        };

        private final String words;
        private final int questions;

        Watching(String words, int questions) {
            this.words = words;
            this.questions = questions;
        }

        abstract void begin(Recovery recovery, URI service, ProcessId process);

        abstract boolean well();

        /** How often something is asked in a minute. */
        int questions() {
            return questions;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private static final int OF_EACH_KIND = 20;

    private Idling() {}

    /** Watches until its input ends. */
    public static void main(String[] args) throws IOException {
        Watching watching = Watching.valueOf(args[0]);
        URI service = URI.create("http://127.0.0.1:" + args[1] + "/");
        ProcessId process = ProcessId.find(Long.parseLong(args[2])).orElseThrow();
        if (watching == Watching.NOTHING) {
            System.exit(System.in.read());
        }
        try (Recovery recovery = Recovery.builder()
                .storage(MemoryStorage::create)
                .shutdownOn(ShutdownTrigger.none())
                .open()) {
            watching.begin(recovery, service, process);
            System.in.read();
            System.exit(watching.well() ? 0 : 1);
        }
    }

    /** Of each ready-made kind as many, on its default schedule. The limits are such that a busy machine is well. */
    static List<HealthCheck> checks(URI service, ProcessId process) {
        return IntStream.range(0, OF_EACH_KIND)
                .mapToObj(number -> Stream.of(
                                HealthChecks.memory(),
                                HealthChecks.heap(),
                                HealthChecks.disk(Path.of(".")),
                                HealthChecks.processes(List.of(process)),
                                HealthChecks.api(service))
                        .map(check -> new HealthCheck(
                                check.name() + " " + number,
                                check.probe(),
                                check.interval(),
                                check.threshold(),
                                check.healing())))
                .flatMap(checks -> checks)
                .toList();
    }

    private static List<Subject> subjects(ProcessId process) {
        Probe alive = Probes.process(process, Duration.ofSeconds(5));
        return IntStream.range(0, OF_EACH_KIND)
                .mapToObj(number -> Subject.named("process " + number, FailureDetector.of(FailureKind.CRASHED, alive))
                        .curing(Strategy.escalate("it is the one that measures"))
                        .build())
                .toList();
    }
}
