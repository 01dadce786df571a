package io.github.recovery4j.job;

import java.util.List;

/**
 * Processes one chunk of a source.
 *
 * @param <S> the state of the job
 * @param <T> an item
 */
@FunctionalInterface
public interface ChunkHandler<S, T> {

    /**
     * Processes the items. A chunk that was being processed when an attempt died is given to the next attempt again.
     *
     * @param state the state before the chunk
     * @param chunk the next items, at least one; unmodifiable
     * @return the state after the chunk; it is saved together with the new position
     * @throws Exception if the attempt failed
     */
    S handle(S state, List<T> chunk) throws Exception;
}
