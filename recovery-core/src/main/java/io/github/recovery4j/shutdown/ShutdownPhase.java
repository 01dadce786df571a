package io.github.recovery4j.shutdown;

import java.time.Duration;

/**
 * One step of a shutdown.
 *
 * @param name what it does, for people
 * @param deadline how long it may take before it is cut off
 * @param action does it; interrupted when it is cut off
 */
public record ShutdownPhase(String name, Duration deadline, Action action) {

    /** The action of a phase. */
    @FunctionalInterface
    public interface Action {

        /**
         * Carries out the phase.
         *
         * @throws Exception if it fails; the next phase is carried out all the same
         */
        void run() throws Exception;
    }
}
