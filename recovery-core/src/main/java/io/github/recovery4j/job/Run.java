package io.github.recovery4j.job;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.cursor.Cursor;
import io.github.recovery4j.cursor.Dependent;
import io.github.recovery4j.plan.RecoveryPlan;
import io.github.recovery4j.step.Steps;

/**
 * One attempt of a run, as its work sees it.
 *
 * <p>Safe for use by many threads, but a run has one state: threads that checkpoint different states overwrite each
 * other's.
 *
 * @param <C> the configuration of the job
 * @param <S> its state
 */
public interface Run<C, S> extends Steps {

    /** {@return the identity of the run, the same on every attempt} */
    RunId id();

    /** {@return the wanted configuration} */
    C config();

    /** {@return the newest state: the restored or initial one at first, then what was last saved or reported} */
    S state();

    /** {@return the plan this attempt was started by: a resume or a fresh start} */
    RecoveryPlan<C, S> plan();

    /** {@return whether an earlier attempt of this run saved the state} */
    boolean resumed();

    /** {@return how often the run was tried since it last got on, by a checkpoint, a step or a cursor, this attempt included} */
    int attempt();

    /**
     * Saves a state and waits until it is durable. The state is encoded before this returns, so the caller may change
     * the object afterwards.
     *
     * <p>With {@link RecoveryMode#BEST_EFFORT}, a failure of the medium is reported to the listeners and this returns.
     *
     * @param state the state to go on from after a crash
     * @throws io.github.recovery4j.checkpoint.StoreException if it could not be saved; what was saved before is
     *     unharmed
     * @throws io.github.recovery4j.checkpoint.FencedException if the run belongs to somebody else now
     * @throws io.github.recovery4j.codec.CodecException if the state cannot be encoded
     */
    void checkpoint(S state);

    /**
     * Tells the newest state without waiting. It is saved every {@link RecoverableJob.Builder#saveEvery interval}, and
     * when the work stops, fails or times out; a crash loses at most what was reported since the last interval.
     *
     * @param state the state to go on from; it is encoded later, on another thread, so it must not be changed
     *     afterwards: report an immutable object or a copy
     */
    void report(S state);

    /**
     * Tells how far the work is, for rate, estimate, events and progress bars. It is not saved and not needed to resume.
     *
     * @param done how much is done, what earlier attempts did included
     * @param total how much there is to do; zero if unknown
     */
    void progress(long done, long total);

    /** {@return the last reported progress, with rate and estimate of this attempt} */
    Progress progress();

    /**
     * Processes the rest of a source in chunks, with a checkpoint after each that holds the state and the position in
     * the source together.
     *
     * @param source what to process
     * @param size how many items make a chunk, at least 1
     * @param handler processes a chunk
     * @param <T> an item
     * @return the state after the last chunk
     * @throws RunStoppedException if the run was asked to stop
     * @throws Exception if the source or the handler throws it
     */
    <T> S forEach(Source<T> source, int size, ChunkHandler<S, T> handler) throws Exception;

    /**
     * {@return a cursor of the run, which has been nowhere if there was none} It is kept with the run: every later attempt finds
     * it where it was, and it is removed with the run. Cursors with different names do not touch each other.
     *
     * <p>When it goes back, the steps are not done any more that hang on places since ({@link
     * io.github.recovery4j.step.Step#at}); that is one record, so a crash leaves both or neither. Then the dependents are told;
     * those that the last attempt did not come to are told before this returns.
     *
     * @param name which, not empty
     * @param dependents who keeps what hangs on its places outside the run, such as a {@code WorkQueue}; the same at every
     *     attempt
     * @throws io.github.recovery4j.checkpoint.StoreException if the medium failed
     * @throws io.github.recovery4j.checkpoint.FencedException if the run belongs to somebody else now
     * @throws RuntimeException if a dependent cannot give up what it has to
     */
    Cursor cursor(String name, Dependent... dependents);

    /**
     * {@return whether the work is asked to stop} It should then save what it has and return, or throw; the thread that
     * executes it is interrupted as well. Whatever it returns then, the run is not finished and can be resumed.
     */
    boolean stopRequested();

    /**
     * Leaves the work if it is asked to stop.
     *
     * @throws RunStoppedException if so
     */
    void throwIfStopped();
}
