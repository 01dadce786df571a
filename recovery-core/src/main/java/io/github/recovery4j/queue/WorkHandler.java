package io.github.recovery4j.queue;

/**
 * Does a piece of work.
 *
 * @param <T> what was submitted
 */
@FunctionalInterface
public interface WorkHandler<T> {

    /**
     * Does it. What an earlier attempt began may have happened: {@link Claim#id} is the same each time, so that others can
     * tell. The thread is interrupted when the workers are closed, and when the claim is lost.
     *
     * @param claim what to do
     * @return what came of it, to be kept; may be empty
     * @throws Exception if it failed: it is tried again as the {@linkplain QueueDefinition#retry policy} of the queue says
     */
    String handle(Claim<T> claim) throws Exception;
}
