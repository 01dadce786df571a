package io.github.recovery4j.job;

import org.jspecify.annotations.Nullable;

/**
 * The work of a job. It may be executed any number of times for one run, each time from the newest checkpoint: what it
 * does between two checkpoints may be done again.
 *
 * @param <C> the configuration of the job
 * @param <S> its state
 * @param <R> its result
 */
@FunctionalInterface
public interface Work<C, S, R extends @Nullable Object> {

    /**
     * Does the work, from {@link Run#state()} on.
     *
     * @param run the run
     * @return the result; the run is finished then, unless it was asked to stop before
     * @throws Exception if the attempt failed; the run is kept and can be resumed
     */
    R execute(Run<C, S> run) throws Exception;
}
