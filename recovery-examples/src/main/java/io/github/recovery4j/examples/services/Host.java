package io.github.recovery4j.examples.services;

import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.Patrol;
import io.github.recovery4j.ledger.Replayer;
import io.github.recovery4j.ledger.Restoration;
import io.github.recovery4j.ledger.RestoreReport;
import io.github.recovery4j.ledger.SecretRegistry;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.shutdown.ShutdownCoordinator;
import io.github.recovery4j.shutdown.ShutdownPhase;
import io.github.recovery4j.shutdown.ShutdownReport;
import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the services of a folder alive until it is told to stop. In this order it
 *
 * <ol>
 *   <li>records that it has started, and whether the host before it was killed;
 *   <li>restores every service that is wanted: one whose process has survived is adopted, any other is started;
 *   <li>ends what has survived and is not wanted any more;
 *   <li>serves commands, and once a second starts what has ended, and ends what is not wanted.
 * </ol>
 *
 * A shutdown takes no more commands, ends the services, the last one first, and closes the records. They stay wanted: the next
 * host starts them again. That it has begun, and that it is complete, is on record.
 */
final class Host {

    /** The key of all lives of hosts. */
    static final String KEY = "host";

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofMinutes(2);

    private final Home home;
    private final Consumer<String> out;
    private final ProcessId process;
    private final ShutdownCoordinator shutdown;

    private final ReentrantLock step = new ReentrantLock();
    private volatile boolean stopping;
    private volatile @Nullable Restoration<String> restoration;
    private @Nullable Api api;
    private @Nullable Patrol patrol;
    private int ended;

    Host(Home home, Consumer<String> out) throws IOException {
        this.home = home;
        this.out = out;
        this.process = ProcessId.of(ProcessHandle.current());
        this.shutdown = new ShutdownCoordinator(List.of(
                new ShutdownPhase("record the beginning", SHORT, this::recordBeginning),
                new ShutdownPhase("take no more commands", SHORT.plus(SHORT), this::closeApi),
                new ShutdownPhase("watch no more", LONG, this::closePatrol),
                new ShutdownPhase("end the services", LONG, this::endServices),
                new ShutdownPhase("record the end", SHORT, this::recordEnd),
                new ShutdownPhase("close the records", SHORT, home::close)));
    }

    @FunctionalInterface
    private interface Step {
        void take() throws IOException, InterruptedException;
    }

    /** A shutdown waits for the step that is being taken, and there is none after it. */
    private void unlessStopping(Step next) throws IOException, InterruptedException {
        step.lock();
        try {
            if (!stopping) {
                next.take();
            }
        } finally {
            step.unlock();
        }
    }

    /**
     * Starts everything, and returns.
     *
     * @param port where it serves, 0 for any
     */
    void start(int port) throws IOException, InterruptedException {
        unlessStopping(this::recordStart);
        unlessStopping(this::restore);
        unlessStopping(() -> home.reconciler(out).repair());
        unlessStopping(() -> serve(port));
        unlessStopping(() -> patrol = home.patientReconciler(out).every(PAUSE, Waiter.system()));
    }

    /** Stops everything in order. A second call waits for the first. */
    ShutdownReport stop() {
        return shutdown.shutdown();
    }

    private void recordStart() throws IOException {
        Optional<ProcessId> before = home.hosts().get(KEY).map(HostLife::process);
        before.ifPresent(
                killed -> home.hosts().retire(KEY, "the host was killed: process %d is gone".formatted(killed.pid())));
        home.hosts().put(KEY, new HostLife(process, HostLife.Phase.STARTED));
        out.accept("host: started as process %d in %s%s"
                .formatted(
                        process.pid(),
                        home.folder(),
                        before.map(killed -> "; the host before it, process %d, was killed".formatted(killed.pid()))
                                .orElse("")));
    }

    private void restore() throws InterruptedException {
        Restoration<String> begun = Replayer.of(home.services(), entry -> home.keep(entry, out))
                .parallelism(4)
                .timeLimit(Duration.ofSeconds(30))
                .retry(RetryPolicy.attempts(2))
                .inBackground();
        restoration = begun;
        if (stopping) {
            begun.cancel();
        }
        RestoreReport<String> report = begun.await();
        if (!report.isComplete()) {
            out.accept("host: " + report.describe());
        } else if (!report.restored().isEmpty()) {
            out.accept("host: %s restored in %s"
                    .formatted(Say.count(report.restored().size(), "service"), Say.time(report.took())));
        }
    }

    private void serve(int port) throws IOException {
        HostAddress.read(home.folder()).ifPresent(stale -> home.tokens().revoke(stale.token(), "its host was killed"));
        Api served = Api.serve(new LocalControl(home, out), port);
        api = served;
        String token = SecretRegistry.newToken();
        home.tokens().grant(token, Grant.of(Permission.ADMIN.text()));
        new HostAddress(process, served.port(), token).write(home.folder());
        out.accept("host: %s watched; commands at http://127.0.0.1:%d; Ctrl-C stops it and them"
                .formatted(Say.count(home.services().live().size(), "service"), served.port()));
    }

    private void recordBeginning() throws IOException, InterruptedException {
        stopping = true;
        Restoration<String> begun = restoration;
        if (begun != null) {
            begun.cancel();
        }
        step.lockInterruptibly(); // the step that is being taken is the last one
        try {
            home.hosts().update(KEY, life -> new HostLife(life.process(), HostLife.Phase.STOPPING));
            out.accept("host: shutdown started");
        } finally {
            step.unlock();
        }
    }

    private void closeApi() throws IOException {
        if (api != null) {
            api.close();
            HostAddress.read(home.folder()).ifPresent(own -> home.tokens().revoke(own.token(), "its host was stopped"));
            HostAddress.remove(home.folder());
        }
    }

    private void closePatrol() {
        if (patrol != null) {
            patrol.close();
        }
    }

    /** One that was put later may need one that was put before. */
    private void endServices() throws IOException, InterruptedException {
        List<LedgerEntry<String, Launch>> last = new ArrayList<>(home.launches().live());
        Collections.reverse(last);
        for (LedgerEntry<String, Launch> entry : last) {
            Optional<ProcessId> process = home.children().pause(entry.key(), "its host was stopped");
            process.ifPresent(pid -> out.accept(entry.key() + ": " + Say.ended(pid)));
            ended += process.isPresent() ? 1 : 0;
        }
    }

    private void recordEnd() {
        String text = "shutdown complete, %s ended".formatted(Say.count(ended, "service"));
        home.hosts().retire(KEY, text);
        out.accept("host: " + text);
    }
}
