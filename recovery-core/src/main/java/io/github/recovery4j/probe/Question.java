package io.github.recovery4j.probe;

/**
 * Asks the live world something, without changing it. It may hang and it may throw, as a {@link Probe} asks it; it should
 * end when its thread is interrupted.
 */
@FunctionalInterface
public interface Question {

    /**
     * Asks.
     *
     * @return the answer
     * @throws Exception if there is none: that is {@link Answer.Unknown}
     */
    Answer ask() throws Exception;
}
