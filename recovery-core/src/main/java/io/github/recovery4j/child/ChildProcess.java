package io.github.recovery4j.child;

import io.github.recovery4j.health.Healing;
import io.github.recovery4j.process.ProcessId;
import io.github.recovery4j.supervision.CureAction;
import io.github.recovery4j.supervision.Diagnosis;
import io.github.recovery4j.supervision.FailureDetector;
import io.github.recovery4j.supervision.FailureKind;
import io.github.recovery4j.supervision.Strategy;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process that is kept alive: a name under which there is one process at a time. By itself it only notices that its
 * process has ended; a {@link Supervisor} that has its {@link #subject} starts it again.
 *
 * <p>(1) Before a process is started, everything is ended that was started for the child before, also by a host that was
 * killed: what it left is never adopted, and never runs beside the new one.
 * (2) A child that was stopped on purpose is well, and nobody starts it again but who calls {@link #start} or {@link #restart}.
 * (3) One that could not be started is wanted all the same, and down.
 * (4) A restart has helped when the child has stayed up, and is well, after the time that its definition says.
 *
 * <p>Changes of one child wait for each other; its status does not wait for them. Safe for use by many threads.
 */
public final class ChildProcess {

    private static final Logger log = LoggerFactory.getLogger(Children.class);
    private static final Duration REAPING = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration RESERVE = Duration.ofSeconds(30);
    private static final int TIMES = 3;
    private static final BackOff PAUSES = new BackOff(Duration.ofMillis(250), Duration.ofSeconds(10));
    private static final Strategy LOOK_AGAIN =
            Strategy.lookAgain(3, new BackOff(Duration.ofMillis(500), Duration.ofSeconds(2)));

    private final ChildDefinition definition;
    private final ProcessBuilder.Redirect output;
    private final ChildRecord record;
    private final InstantSource clock;
    private final Ticker ticker;
    private final List<Runnable> alarms = new CopyOnWriteArrayList<>();

    /** Whose turn it is to change it. */
    private final ReentrantLock turn = new ReentrantLock();

    // changed by who has the turn
    private volatile Stage stage;
    private final AtomicInteger starts = new AtomicInteger();
    private boolean closed;

    ChildProcess(
            ChildDefinition definition,
            ProcessBuilder.Redirect output,
            ChildRecord record,
            InstantSource clock,
            Ticker ticker) {
        this.definition = definition;
        this.output = output;
        this.record = record;
        this.clock = clock;
        this.ticker = ticker;
        this.stage = new Stage.Stopped(clock.instant(), OptionalInt.empty());
    }

    /** {@return its name} */
    public String name() {
        return definition.name();
    }

    /** {@return what it is} */
    public ChildDefinition definition() {
        return definition;
    }

    /** {@return how it stands now} */
    public ChildStatus status() {
        Stage now = stage;
        return new ChildStatus(
                name(), now.phase(), now.since(), now.process(), now.exitCode(), starts.get(), now.reason());
    }

    /** Something that only one does at a time. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException, InterruptedException;
    }

    private void inTurn(Change change) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            change.make();
        } finally {
            turn.unlock();
        }
    }

    /**
     * Has it run from now on: starts it, unless it runs, or is just being started by somebody else. It does not wait until the
     * child is well.
     *
     * @throws IllegalStateException if its {@link Children} are closed
     * @throws IOException if it cannot be started, or what runs of an earlier start cannot be ended; it stays wanted, and is
     *     down
     * @throws InterruptedException if the thread is interrupted
     */
    public void start() throws IOException, InterruptedException {
        inTurn(() -> {
            if (stage.process().isEmpty() && stage.phase() != ChildStatus.Phase.CHANGING) {
                begin();
            }
        });
    }

    /**
     * Ends it, if it runs, and starts it. It does not wait until the child is well.
     *
     * @throws IllegalStateException if its {@link Children} are closed
     * @throws IOException if it cannot be ended or started; it stays wanted, and is down
     * @throws InterruptedException if the thread is interrupted
     */
    public void restart() throws IOException, InterruptedException {
        inTurn(this::begin);
    }

    /**
     * Has it run no more: asks it to end, with all that it started, and kills what is left after its time. When this returns,
     * its exit code is known.
     *
     * @throws IOException if something of it cannot be ended; it is not wanted any more all the same
     * @throws InterruptedException if the thread is interrupted; it is killed at once then
     */
    public void stop() throws IOException, InterruptedException {
        stop(definition.grace());
    }

    private void stop(Duration grace) throws IOException, InterruptedException {
        inTurn(() -> {
            try {
                end("it is being stopped", grace);
            } finally {
                stage = new Stage.Stopped(clock.instant(), stage.exitCode());
            }
        });
    }

    /** It does not run from now on, and nobody can start it. */
    void close(Duration atMost) throws IOException, InterruptedException {
        inTurn(() -> {
            closed = true;
            stop(definition.grace().compareTo(atMost) < 0 ? definition.grace() : atMost);
        });
    }

    /**
     * Sends a signal to its process alone.
     *
     * @param signal its name without SIG, such as {@code HUP}
     * @throws IllegalArgumentException if that is no name of a signal
     * @throws IOException if it does not run, or the signal cannot be sent
     * @throws InterruptedException if the thread is interrupted
     */
    public void signal(String signal) throws IOException, InterruptedException {
        ProcessId process = stage.process()
                .orElseThrow(() -> new IOException("SIG%s was not sent: %s".formatted(signal, status())));
        process.signal(signal);
    }

    /**
     * Waits for the end of its present process. Whether it is started again, is another question.
     *
     * @param limit how long to wait
     * @return whether no process of it runs
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return !(stage instanceof Stage.Started started) || started.life().awaitEnd(limit);
    }

    /**
     * Finds out how it is. It asks probes and detectors, which may hang.
     *
     * @return healthy also if it is done, or was stopped on purpose; unknown while something is being done with it
     * @throws Exception if a detector throws
     */
    public Diagnosis diagnose() throws Exception {
        return stage.diagnose();
    }

    /**
     * {@return what a {@link Supervisor} looks after, to be completed: it is looked at every second, and at once when the
     * process ends; when it has crashed or is frozen, it is started again up to three times, with pauses from 0.25 s to 10 s;
     * when it is disconnected, after three more looks. What else is to be done, about damage for example, you say. One that is
     * to run {@linkplain Lifetime#ONCE once} is not started again, but somebody is called}
     */
    public Subject.Builder subject() {
        Subject.Builder subject = Subject.named(name(), this::diagnose).lookingOn(this::call);
        return definition.lifetime() == Lifetime.ONCE
                ? subject.curing(Strategy.escalate("it is to run once, and is not started again"))
                : subject.curing(FailureKind.CRASHED, restarting())
                        .curing(FailureKind.FROZEN, restarting())
                        .curing(FailureKind.DISCONNECTED, LOOK_AGAIN, restarting());
    }

    private Runnable call(Runnable look) {
        alarms.add(look);
        return () -> alarms.remove(look);
    }

    /** {@return a strategy: ends it and starts it, up to three times, unless it is not wanted; it has helped if it is well then} */
    public Strategy.Act restarting() {
        return strategy("restart", failure -> revive());
    }

    /**
     * {@return a strategy for what can be changed only while it does not run: ends it, does something, and starts it, up to three
     * times, unless it is not wanted; it has helped if it is well then}
     *
     * @param what is done, for people: restore, rebuild
     * @param action does it; when it throws, the child stays down until something else is tried
     */
    public Strategy.Act mending(String what, CureAction action) {
        return strategy(what, failure -> mend(what, failure, action));
    }

    private Strategy.Act strategy(String what, CureAction cure) {
        return Strategy.act(what, cure).times(TIMES, PAUSES).within(longestCure());
    }

    /** {@return a treatment for a health check: ends it and starts it, unless it is not wanted; it has failed unless it is well then} */
    public Healing healing() {
        return Healing.of("restart " + name(), this::revive).within(longestCure());
    }

    private Duration longestCure() {
        return definition
                .grace()
                .plus(definition.startingWithin())
                .plus(definition.settling())
                .plus(RESERVE);
    }

    private void revive() throws Exception {
        inTurn(() -> {
            if (isWanted()) {
                begin();
            }
        });
        awaitWell();
    }

    private boolean isWanted() {
        return !(stage instanceof Stage.Stopped);
    }

    private void mend(String what, Diagnosis.Failed failure, CureAction action) throws Exception {
        Optional<Stage> mine = takeDown(what, failure);
        if (mine.isEmpty()) {
            return;
        }
        try {
            action.cure(failure);
        } catch (Exception | Error e) {
            unlessChanged(
                    mine.get(),
                    () -> stage = down(failure.kind(), "it could not be mended (%s): %s".formatted(what, e)));
            throw e;
        }
        unlessChanged(mine.get(), this::begin);
        awaitWell();
    }

    /** Empty if it is not wanted. */
    private Optional<Stage> takeDown(String what, Diagnosis.Failed failure) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            if (!isWanted()) {
                return Optional.empty();
            }
            try {
                end("it is being mended: " + what, definition.grace());
            } catch (IOException | InterruptedException | RuntimeException e) {
                stage = down(failure.kind(), "it could not be ended: " + e.getMessage());
                throw e;
            }
            return Optional.of(stage);
        } finally {
            turn.unlock();
        }
    }

    private void unlessChanged(Stage mine, Change change) throws IOException, InterruptedException {
        inTurn(() -> {
            if (stage == mine) {
                change.make();
            }
        });
    }

    private Stage down(FailureKind kind, String why) {
        return new Stage.Down(clock.instant(), kind, why, stage.exitCode());
    }

    /** In turn: whatever it is, afterwards it runs, or is down. */
    private void begin() throws IOException, InterruptedException {
        if (closed) {
            throw new IllegalStateException(name() + " was not started: its host is ending");
        }
        try {
            end("it is being started", definition.grace());
            Life life = launch();
            starts.incrementAndGet();
            stage = new Stage.Started(life);
            life.onEnd(() -> ended(life));
        } catch (IOException | InterruptedException | RuntimeException e) {
            stage = down(FailureKind.CRASHED, "it could not be started: " + e.getMessage());
            throw e;
        }
    }

    /** In turn: nothing of it runs afterwards. */
    private void end(String what, Duration grace) throws IOException, InterruptedException {
        Stage before = stage;
        stage = new Stage.Changing(clock.instant(), what, before.exitCode());
        int ended = record.end(grace);
        if (before instanceof Stage.Started started) {
            started.life().awaitEnd(REAPING);
            stage = new Stage.Changing(stage.since(), what, started.life().exitCode());
        }
        if (ended > 0) {
            log.info("{}: {} of it ended, {}", name(), Children.processes(ended), what);
        }
    }

    private Life launch() throws IOException {
        Age age = new Age(ticker);
        List<FailureDetector> vitals = definition.vitals(age);
        Process process = definition.command().marked(record.mark()).start(output);
        Optional<ProcessId> id = id(process);
        id.ifPresent(record::became);
        log.info("{}: started as process {}", name(), process.pid());
        return new Life(definition, process, id, age, vitals, clock.instant());
    }

    private static Optional<ProcessId> id(Process process) {
        try {
            return Optional.of(ProcessId.of(process.toHandle()));
        } catch (IOException e) {
            return Optional.empty(); // it ended at once
        }
    }

    private void ended(Life life) {
        life.ended(clock.instant());
        if (stage instanceof Stage.Started started && started.life() == life) {
            log.info("{}: process {} ended, {}", name(), life.pid(), life.end());
            alarms.forEach(Runnable::run);
        }
    }

    /** As long as it may be well soon; if somebody else changes it, that is theirs. */
    private void awaitWell() throws Exception {
        if (!(stage instanceof Stage.Started started)) {
            return;
        }
        Life life = started.life();
        while (stage == started && !isWell(life)) {
            life.awaitEnd(BETWEEN_LOOKS);
        }
    }

    private boolean isWell(Life life) throws Exception {
        Diagnosis diagnosis = life.diagnose();
        if (diagnosis instanceof Diagnosis.Failed) {
            throw new IOException("%s was started, and has failed, %s".formatted(name(), diagnosis));
        }
        if (diagnosis instanceof Diagnosis.Healthy) {
            return life.isDone() || life.age().compareTo(definition.settling()) >= 0;
        }
        if (life.age().compareTo(definition.startingWithin()) > 0) {
            throw new IOException("%s was started, and after %s it is %s"
                    .formatted(name(), Age.text(definition.startingWithin()), diagnosis));
        }
        return false;
    }

    @Override
    public String toString() {
        return status().toString();
    }
}
