package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.ProcessId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes processes what the ledger says, one service at a time.
 *
 * <p>(1) What is wanted is on record before it is done: a service before it is started, its retirement before it is ended.
 * (2) A start is on record, with its mark, before there is a process: whatever becomes of the host, the process is found.
 * (3) A service whose recorded process is alive, and is what is wanted, is left alone. Any other is ended, with all that it
 * started, before a new one is started.
 *
 * <pre>
 * A crash after                 leaves                                             the next host
 * the service is recorded       no process                                         starts it
 * the start is recorded         no process, or one of which only the mark is known ends that, and starts it
 * the process is recorded       the process                                        adopts it
 * the retirement is recorded    the process                                        ends it
 * </pre>
 *
 * <p>Safe for use by many threads. Processes go on when this one ends.
 */
final class Children {

    static final Duration GRACE = Duration.ofSeconds(5);

    private final Ledger<String, ServiceSpec> services;
    private final Ledger<String, Launch> launches;
    private final ProcessTable table;
    private final Path logs;
    private final InstantSource clock;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    Children(
            Ledger<String, ServiceSpec> services,
            Ledger<String, Launch> launches,
            ProcessTable table,
            Path logs,
            InstantSource clock) {
        this.services = services;
        this.launches = launches;
        this.table = table;
        this.logs = logs;
        this.clock = clock;
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException, InterruptedException;
    }

    private <T> T alone(String name, Action<T> action) throws IOException, InterruptedException {
        ReentrantLock lock = locks.computeIfAbsent(name, any -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Has a service run from now on. One that could not even be started for the first time is not deployed. */
    Kept deploy(String name, ServiceSpec spec, Optional<Duration> time) throws IOException, InterruptedException {
        ServiceSpec.checkedName(name);
        spec.check();
        return alone(name, () -> {
            boolean isNew = services.get(name).isEmpty();
            if (time.isPresent()) {
                services.put(name, spec, time.get());
            } else {
                services.put(name, spec);
            }
            try {
                return keep(name, spec);
            } catch (IOException e) {
                if (!isNew) {
                    throw new IOException(name + " is down until a host can start it: " + Words.problem(e), e);
                }
                services.retire(name, "it could not be started: " + Words.problem(e));
                launches.retire(name, "it could not be started");
                throw new IOException(name + " is not deployed: " + Words.problem(e), e);
            }
        });
    }

    /** Has the process of a service run, if it is wanted; empty if it is not. */
    Optional<Kept> keep(String name) throws IOException, InterruptedException {
        return alone(name, () -> {
            Optional<ServiceSpec> wanted = services.get(name);
            return wanted.isPresent() ? Optional.of(keep(name, wanted.get())) : Optional.empty();
        });
    }

    private Kept keep(String name, ServiceSpec spec) throws IOException, InterruptedException {
        Optional<Launch> before = launches.get(name);
        if (before.isPresent() && before.get().isAlive()) {
            if (before.get().spec().equals(spec)) {
                return new Kept(Kept.How.RUNNING, before.get().process().orElseThrow(), Optional.empty());
            }
        }
        if (before.isPresent()) {
            before.get().trace().stop(GRACE);
        }
        return new Kept(
                before.isPresent() ? Kept.How.STARTED_AGAIN : Kept.How.STARTED,
                start(name, spec),
                before.flatMap(Launch::process));
    }

    private ProcessId start(String name, ServiceSpec spec) throws IOException {
        Launch launch = Launch.of(spec, clock.instant());
        launches.put(name, launch);
        spec.check();
        Files.createDirectories(logs);
        ProcessId process = table.marked(command(spec), name, launch.mark()).launch(log(name));
        launches.put(name, launch.became(process));
        return process;
    }

    private static Command command(ServiceSpec spec) {
        Command command = Command.of(spec.command().get(0))
                .with(spec.command().stream().skip(1).toArray(String[]::new))
                .in(Path.of(spec.directory()));
        for (Map.Entry<String, String> variable : spec.environment().entrySet()) {
            command = command.environment(variable.getKey(), variable.getValue());
        }
        return command;
    }

    /** What a service writes is here. */
    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Has a service not run any more. */
    Retired retire(String name, String reason) throws IOException, InterruptedException {
        return alone(name, () -> {
            boolean wasDeployed = services.retire(name, reason);
            return new Retired(wasDeployed, endLaunched(name, reason));
        });
    }

    /** Ends the process of a service that stays wanted: the next host starts it again. Empty if there was none. */
    Optional<ProcessId> pause(String name, String reason) throws IOException, InterruptedException {
        return alone(name, () -> endLaunched(name, reason));
    }

    private Optional<ProcessId> endLaunched(String name, String reason) throws IOException, InterruptedException {
        Optional<Launch> launch = launches.get(name);
        if (launch.isEmpty()) {
            return Optional.empty();
        }
        boolean wasAlive = launch.get().isAlive();
        launch.get().trace().stop(GRACE);
        launches.retire(name, reason);
        return launch.get().process().filter(process -> wasAlive);
    }

    /** Ends one process with all that it started, whatever else the service has by now. */
    void end(String name, Running running, String reason) throws IOException, InterruptedException {
        alone(name, () -> {
            running.stop(GRACE);
            if (launches.get(name).map(Launch::mark).equals(running.mark())) {
                launches.retire(name, reason);
            }
            return running;
        });
    }

    /** What became of a service that is wanted. */
    record Kept(How how, ProcessId process, Optional<ProcessId> before) {

        /** How it came to run. */
        enum How {
            /** It ran already, as it is wanted. */
            RUNNING,
            /** It had not been started. */
            STARTED,
            /** It had ended, or was not what is wanted. */
            STARTED_AGAIN
        }
    }

    /** What became of a service that is not wanted any more. */
    record Retired(boolean wasDeployed, Optional<ProcessId> ended) {}
}
