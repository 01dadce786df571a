package io.github.recovery4j;

import io.github.recovery4j.checkpoint.CheckpointStore;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.child.Children;
import io.github.recovery4j.cursor.CursorDefinition;
import io.github.recovery4j.cursor.CursorStore;
import io.github.recovery4j.health.HealthCheck;
import io.github.recovery4j.health.HealthMonitor;
import io.github.recovery4j.job.JobRunner;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.NoState;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunAccess;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Sagas;
import io.github.recovery4j.job.Services;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerDefinition;
import io.github.recovery4j.ledger.SecretRegistry;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.queue.QueueDefinition;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.shutdown.ShutdownCoordinator;
import io.github.recovery4j.shutdown.ShutdownReport;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.storage.Transfer;
import io.github.recovery4j.storage.TransferReport;
import io.github.recovery4j.supervision.Subject;
import io.github.recovery4j.supervision.Supervisor;
import io.github.recovery4j.takeover.TakeOver;
import io.github.recovery4j.takeover.TakeOverPolicy;
import io.github.recovery4j.takeover.TakeOvers;
import io.github.recovery4j.warm.WarmDefinition;
import io.github.recovery4j.warm.WarmRestart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs so that they survive their process.
 *
 * <pre>{@code
 * try (Recovery recovery = Recovery.at(Path.of(".recovery"))) {
 *     long lines = recovery.run("import-users", ImportState.class, ImportState::empty, run -> {
 *         ImportState state = run.state();          // restored, or the initial one
 *         while (state.hasMore()) {
 *             state = importNext(state);
 *             run.checkpoint(state);                // durable when it returns
 *         }
 *         return state.lines();
 *     });
 * }
 * }</pre>
 *
 * <p>One instance serves a whole process. Safe for use by many threads. Unless told otherwise it registers a shutdown
 * hook, so that a {@code SIGTERM} or Ctrl-C saves what was reported and gives leases back; the JVM then waits up to a
 * second for the host to say its last words and to close this.
 */
public final class Recovery implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final Services services;
    private final JobRunner.Settings settings;
    private final JobRunner runner;
    private final DurableCollections collections;
    private final TakeOvers takeOvers;
    private final Guards guards;
    private final ChildHomes children;
    private final ShutdownCoordinator coordinator;
    private final ShutdownTrigger.Registration registration;
    private final CountDownLatch closed = new CountDownLatch(1);

    Recovery(
            Services services,
            JobRunner.Settings settings,
            Parts parts,
            ShutdownCoordinator coordinator,
            ShutdownTrigger trigger) {
        this.services = services;
        this.settings = settings;
        this.runner = parts.runner();
        this.collections = parts.collections();
        this.takeOvers = parts.takeOvers();
        this.guards = parts.guards();
        this.children = parts.children();
        this.coordinator = coordinator;
        this.registration = trigger.install(this::shutdownFromOutside);
    }

    /** The JVM ends when its hooks have; a host whose run was stopped gets a moment to say so and to close this. */
    private void shutdownFromOutside() {
        boolean busy = !runner.running().isEmpty();
        coordinator.shutdown();
        try {
            if (busy && !closed.await(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("The host did not close recovery within {}", FAREWELL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Opens recovery on files in a directory, with the default settings, or what is set from outside ({@link RecoverySettings}).
     *
     * @param directory where checkpoints are kept; created if it does not exist
     * @return the open recovery
     * @throws io.github.recovery4j.checkpoint.StoreException if the directory cannot be used
     * @throws IllegalStateException if no codec is on the class path
     */
    public static Recovery at(Path directory) {
        return builder().directory(directory).open();
    }

    /** {@return a builder with the default settings} */
    public static RecoveryBuilder builder() {
        return new RecoveryBuilder();
    }

    /**
     * Runs a job that has no configuration of its own, or goes on with its unfinished run, on the calling thread.
     *
     * @param name the name of the job
     * @param type what a saved state decodes into
     * @param initial makes the state of a new run
     * @param work what to do
     * @param <S> the state
     * @param <R> the result
     * @return the result of the work
     * @throws io.github.recovery4j.job.RunNotCompletedException if there is none; its outcome says why
     */
    public <S, R extends @Nullable Object> R run(
            String name, Class<S> type, Supplier<S> initial, Work<NoConfig, S, R> work) {
        return run(RecoverableJob.named(name).state(type, initial).work(work)).orElseThrow();
    }

    /**
     * Runs a job that has no configuration of its own.
     *
     * @param job the job
     * @param <S> the state
     * @param <R> the result
     * @return what became of it
     */
    public <S, R extends @Nullable Object> RunOutcome<R> run(RecoverableJob<NoConfig, S, R> job) {
        return run(job, new NoConfig());
    }

    /**
     * Runs a job, or goes on with its unfinished run, on the calling thread.
     *
     * @param job the job
     * @param config the configuration it is wanted for
     * @param <C> the configuration
     * @param <S> the state
     * @param <R> the result
     * @return what became of it
     * @throws io.github.recovery4j.checkpoint.StoreException if the storage does not work and recovery is required
     * @throws LeaseException if ownership cannot be told and recovery is required
     * @throws io.github.recovery4j.codec.CodecException if the configuration cannot be encoded
     * @throws IllegalStateException if this is shutting down
     */
    public <C, S, R extends @Nullable Object> RunOutcome<R> run(RecoverableJob<C, S, R> job, C config) {
        return runner.run(job, config);
    }

    /**
     * Makes the plan that {@link #run(RecoverableJob, Object) run} would carry out now. The live world is asked, but
     * nothing is taken, moved or written.
     *
     * @param job the job
     * @param config the configuration it is wanted for
     * @param <C> the configuration
     * @param <S> the state
     * @return the plan; {@link RecoveryPlan#describe()} prints it
     * @throws io.github.recovery4j.checkpoint.StoreException if the storage cannot be read
     */
    public <C, S> RecoveryPlan<C, S> plan(RecoverableJob<C, S, ?> job, C config) {
        return runner.plan(job, config);
    }

    /**
     * Asks the work of a run to stop; its newest state is saved and it can be resumed. Nobody takes it over: it waits for a
     * start, or for {@link #release}.
     *
     * @param run which
     * @return whether it is being worked on by this instance
     */
    public boolean cancel(RunId run) {
        return runner.cancel(run);
    }

    /**
     * Makes a job known to the {@linkplain #takeOver(Duration) take-over}: its unfinished runs are gone on with here when nobody
     * else works on them. Nobody gets their results: a job that is taken over does what has to be done with them itself, as its
     * last step.
     *
     * @param job its definition
     * @throws IllegalArgumentException if another one is registered under its name
     */
    public void register(RecoverableJob<?, ?, ?> job) {
        takeOvers.register(job);
    }

    /**
     * Begins to go on with unfinished runs of registered jobs whose owner died or gave them back, on threads of its own, up to
     * eight at a time. It ends with this: no more runs are taken over, and those that are worked on are stopped like all others.
     *
     * @param every how long it is from one look to the next, at least 10 ms; register the jobs before
     * @return what it does
     * @throws IllegalStateException if this takes runs over already, or is shutting down
     */
    public TakeOver takeOver(Duration every) {
        return takeOver(TakeOverPolicy.every(every));
    }

    /**
     * Begins to go on with unfinished runs of registered jobs whose owner died or gave them back, on threads of its own. It ends
     * with this: no more runs are taken over, and those that are worked on are stopped like all others.
     *
     * @param policy how
     * @return what it does
     * @throws IllegalStateException if this takes runs over already, or is shutting down
     */
    public TakeOver takeOver(TakeOverPolicy policy) {
        return takeOvers.start(policy);
    }

    /**
     * Lets a run go on that waits for it: a {@linkplain RecoverableJob.Builder#hold() held} one, one that used up its attempts,
     * or one that was cancelled and is not taken over. It counts for the next attempt only.
     *
     * @param run which
     * @throws IllegalArgumentException if there is no such run
     * @throws LeaseException if it is being worked on
     */
    public void release(RunId run) {
        RunAccess access = new RunAccess(services, settings);
        RunKey key = access.find(run);
        Lease lease = access.own(key);
        try {
            CheckpointStore store = services.storage().checkpoints();
            store.record(key, store.attempts(key).release(), lease.token());
        } finally {
            lease.release();
        }
    }

    /**
     * Does something as a whole, or undoes it as a whole, on the calling thread: each step of the work is done once, and if
     * the work fails, the completed ones are undone, the last one first. Crashes do not change that: the next call with
     * the same name and id goes on with the work, or with its undoing. It is {@link RecoverableJob#saga} in one line; that
     * form also declares compensations that a later process finds.
     *
     * @param name what kind of saga it is
     * @param id tells it from others of its kind
     * @param work what to do, in steps
     * @param <R> the result
     * @return the result of the work
     * @throws io.github.recovery4j.job.RunNotCompletedException if there is none; its outcome says why
     */
    public <R extends @Nullable Object> R saga(String name, String id, Work<String, NoState, R> work) {
        return run(RecoverableJob.saga(name).work(work), id).orElseThrow();
    }

    /**
     * Opens a ledger with the default settings, creating it if there is none. It is closed with this.
     *
     * @param name what it is called
     * @param keys immutable values with {@code equals} and {@code hashCode}
     * @param values what is put
     * @param <K> the keys
     * @param <V> the values
     * @return the open ledger, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public <K, V> Ledger<K, V> ledger(String name, Class<K> keys, Class<V> values) {
        return ledger(LedgerDefinition.named(name, keys, values));
    }

    /**
     * Opens a ledger, creating it if there is none. It is closed with this.
     *
     * @param definition which, and how
     * @param <K> the keys
     * @param <V> the values
     * @return the open ledger, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public <K, V> Ledger<K, V> ledger(LedgerDefinition<K, V> definition) {
        return collections.ledgers().open(definition);
    }

    /**
     * Opens a registry of tokens and what they permit, creating it if there is none. It is closed with this.
     *
     * @param name what it is called
     * @return the open registry, shared by everybody who asks this recovery for it
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public SecretRegistry secrets(String name) {
        return collections.ledgers().secrets(name);
    }

    /**
     * Opens a queue with the default settings, creating it if there is none. It is closed with this.
     *
     * @param name what it is called
     * @param type what is submitted
     * @param <T> what is submitted
     * @return the open queue, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public <T> WorkQueue<T> queue(String name, Class<T> type) {
        return queue(QueueDefinition.named(name, type));
    }

    /**
     * Opens a queue, creating it if there is none. What was being done when the last process ended waits again then. It is
     * closed with this; its workers are closed when runs are stopped.
     *
     * @param definition which, and how
     * @param <T> what is submitted
     * @return the open queue, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public <T> WorkQueue<T> queue(QueueDefinition<T> definition) {
        return collections.queues().open(definition);
    }

    /**
     * Opens a store of cursors, creating it if there is none. It is closed with this.
     *
     * @param definition which, how, and what hangs on its cursors
     * @return the open store, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public CursorStore cursors(CursorDefinition definition) {
        return collections.cursors().open(definition);
    }

    /**
     * Starts to ask checks again and again, and to heal what is unhealthy. It ends with this, before anything else does.
     *
     * @param checks what to ask, and when; of two with the same name the later one counts. What one has not said is as it is
     *     {@linkplain RecoverySettings set}
     * @return how they stand
     * @throws IllegalStateException if this is shutting down
     */
    public HealthMonitor monitor(Collection<HealthCheck> checks) {
        return guards.monitor(checks);
    }

    /**
     * Starts to look after things: to find out that one has failed, to cure it, and to call for somebody when nothing helps. It
     * ends with this, before anything else does.
     *
     * @param subjects what is looked after; of two with the same name the later one. What one has not said is as it is {@linkplain
     *     RecoverySettings set}
     * @return how they stand
     * @throws IllegalStateException if this is shutting down
     */
    public Supervisor supervise(Collection<Subject> subjects) {
        return guards.supervise(subjects);
    }

    /**
     * Opens a directory of child processes, and ends what a host that was killed has left there. They end with this, when runs
     * have stopped and have been saved; none may take longer than the {@linkplain RecoveryBuilder#gracePeriod grace period}.
     *
     * <pre>{@code
     * Children children = recovery.children(Path.of(".children"));
     * children.add(ChildDefinition.named("indexer", Command.of("indexer", "--port", "8080"))
     *     .beating(Path.of("indexer.beat"), ofSeconds(10))
     *     .build())
     *     .start();
     * recovery.supervise(children.subjects());
     * }</pre>
     *
     * @param directory of its own, on a disk of this machine; created if it does not exist
     * @return no children yet
     * @throws IllegalStateException if this is shutting down
     * @throws IOException if another host has the directory, it cannot be read, or what was left cannot be ended
     * @throws InterruptedException if the thread is interrupted
     */
    public Children children(Path directory) throws IOException, InterruptedException {
        return children.open(directory);
    }

    /**
     * Opens a warm restart, creating it if there is none. From now on the time of its first sync passes. It is closed with
     * this.
     *
     * @param definition which, how, and where it writes to. What it has not said is as it is {@linkplain RecoverySettings set}
     * @param <K> the keys
     * @param <V> the values
     * @return the open warm restart, shared by everybody who asks this recovery for it
     * @throws IllegalStateException if it is open already, with another definition
     * @throws io.github.recovery4j.journal.JournalException if another process has it open, or the storage does not work
     */
    public <K, V> WarmRestart<K, V> warmRestart(WarmDefinition<K, V> definition) {
        return collections.warmRestart(definition);
    }

    /** {@return the runs whose undoing is not complete, for operators} */
    public Sagas sagas() {
        return runner.sagas();
    }

    /**
     * Copies the runs of another storage into the one of this recovery, each under both leases, and reads them again. They
     * stay where they were.
     *
     * @param from another storage
     * @return which were copied, and why others were not
     * @throws io.github.recovery4j.checkpoint.StoreException if it cannot be told which runs there are
     */
    public TransferReport transfer(Storage from) {
        return Transfer.copy(from, services.storage(), settings.owner(), settings.leaseTtl());
    }

    /**
     * Stops everything in order: no new work, runs are asked to stop, what they reported is saved, leases are given
     * back, the storage is closed. A second call waits for the first.
     *
     * @return how it went
     */
    public ShutdownReport shutdown() {
        registration.remove();
        try {
            return coordinator.shutdown();
        } finally {
            closed.countDown();
        }
    }

    /** Like {@link #shutdown()}; what went wrong is logged. */
    @Override
    public void close() {
        shutdown();
    }
}
