package io.github.recovery4j.checkpoint;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * Keeps the newest generations of every run.
 *
 * <p>What every implementation guarantees:
 *
 * <ol>
 *   <li>When {@link #save} returns, the checkpoint survives the death of the process, and of the machine if the medium
 *       outlives it. When it throws, the generations saved before are still there.
 *   <li>{@link #load} returns what was saved, whole, or reports {@link Damage}; never a mixture, never another run's.
 *   <li>A write that carries a fencing token which is not the current one of the run's lease changes nothing and throws
 *       {@link FencedException}.
 *   <li>Generations of a run only grow; a number is never used twice.
 *   <li>The newest intact generation of an unfinished run is never removed, except by {@link #remove}.
 *   <li>Readers take no lock and change nothing; they may run in another process than the owner of a run.
 * </ol>
 *
 * <p>What it does not do: compare configurations, decide what to resume, call listeners, or retry.
 *
 * <p>Safe for use by many threads. Every method may throw {@link StoreException} if the medium fails and
 * {@link StoreClosedException} after the storage was closed. Interrupting a thread in one of them neither fails it nor
 * harms anybody else; the interrupt is kept.
 */
public interface CheckpointStore {

    /** {@return the names of all jobs that have a run, in no particular order} */
    List<String> jobs();

    /**
     * {@return all runs of a job, finished and unfinished, readable and damaged, in no particular order}
     *
     * @param job the exact name; a prefix of it names another job
     */
    List<RunKey> runs(String job);

    /**
     * Finds the newest intact generation below a limit. Called with {@link Long#MAX_VALUE} it is the newest of all;
     * called with a generation it steps back to the one before it.
     *
     * @param run whose
     * @param below only generations with a smaller number
     * @return the checkpoint, if any, and the damaged ones that were passed over
     * @throws UnsupportedFormatException if a generation that would be the answer was written by a newer release
     * @throws CheckpointTooLargeException if a generation that would be the answer is intact, and too large for this
     *     process
     */
    Loaded load(RunKey run, long below);

    /**
     * Shows the newest intact generation of every run of a job, as {@link #runs} and {@link #load} would one after the
     * other, but faster where there are many: each as it was at some moment of this call, in no particular order.
     *
     * @param job the exact name
     * @param reader gets each run once, with what {@link #load} finds for it; what it throws ends the reading
     * @throws UnsupportedFormatException if a generation that would be shown was written by a newer release
     * @throws CheckpointTooLargeException if a generation that would be shown is intact, and too large for this process
     */
    default void loadAll(String job, BiConsumer<RunKey, Loaded> reader) {
        runs(job).forEach(run -> reader.accept(run, load(run, Long.MAX_VALUE)));
    }

    /**
     * Saves the next generation and retires what the retention no longer keeps.
     *
     * @param checkpoint with a generation above every earlier one of the run and the token of its lease
     * @throws FencedException if the token is not the current one
     * @throws IllegalArgumentException if the generation is not above every earlier one
     */
    void save(Checkpoint checkpoint);

    /**
     * Sets a damaged generation aside as evidence, so that it is not met again.
     *
     * @param damage what {@link #load} reported
     * @param token the fencing token of the run's lease
     * @return where the evidence lies now
     * @throws FencedException if the token is not the current one
     */
    String quarantine(Damage damage, long token);

    /**
     * Removes a run with everything that was kept for it. A crash in the middle leaves the newest generation or
     * nothing. Removing what is not there does nothing.
     *
     * @param run whose
     * @param token the fencing token of the run's lease
     * @throws FencedException if the token is not the current one
     */
    void remove(RunKey run, long token);

    /**
     * {@return the attempts recorded for a run, {@link Attempts#NONE} if there are none}
     *
     * @param run whose
     */
    Attempts attempts(RunKey run);

    /**
     * Records the attempts of a run durably.
     *
     * @param run whose
     * @param attempts what to record
     * @param token the fencing token of the run's lease
     * @throws FencedException if the token is not the current one
     */
    void record(RunKey run, Attempts attempts, long token);
}
