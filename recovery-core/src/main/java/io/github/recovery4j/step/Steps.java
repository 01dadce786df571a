package io.github.recovery4j.step;

import org.jspecify.annotations.Nullable;

/**
 * Steps of a run: pieces of its work that are done once. The result of a step is durable before the call returns, and
 * every later attempt of the run gets that result instead of doing the step again.
 *
 * <p>A step is known by its name, wherever and in whatever order it is called; a name stands for one step of the run. Steps
 * may be called from many threads, and within each other. A step that fails is done again when the next attempt, or this
 * one, calls it again.
 */
public interface Steps {

    /**
     * Does a step, unless it is done.
     *
     * @param name its name, not empty, unique within the run
     * @param type what its recorded result decodes into
     * @param action does it
     * @param <T> its result
     * @return its result, of this or an earlier attempt
     * @throws Exception if the action throws it; or the run was asked to stop, is being rolled back, or belongs to
     *     somebody else; or the result cannot be encoded or recorded
     * @throws IllegalStateException if this attempt has called a step of this name already
     */
    default <T extends @Nullable Object> T step(String name, Class<T> type, StepAction<T> action) throws Exception {
        return step(name, type).call(action);
    }

    /**
     * Does a step without a result, unless it is done.
     *
     * @param name its name, not empty, unique within the run
     * @param task does it
     * @throws Exception as of {@link #step(String, Class, StepAction)}
     */
    default void step(String name, StepTask task) throws Exception {
        step(name, Void.class).run(task);
    }

    /**
     * Begins a step with options.
     *
     * @param name its name, not empty, unique within the run
     * @param type what its recorded result decodes into; {@code Void.class} if it has none
     * @param <T> its result
     * @return the step; nothing is done before it is called
     */
    <T extends @Nullable Object> Step<T> step(String name, Class<T> type);

    /**
     * Gives the run up: every completed step that has a compensation is undone, the last one first, and the run is over.
     * That is durable before this throws; no further step is begun.
     *
     * @param reason why, for people
     * @return never; so that it can be thrown where the compiler wants to see that
     * @throws RollbackRequestedException always, to be let through
     */
    RollbackRequestedException rollback(String reason);
}
