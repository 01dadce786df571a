package io.github.recovery4j.warm;

import java.time.Duration;

/** How long the first sync after a warm start may take before the gate opens without its end having been told. */
public sealed interface SyncLimit {

    /**
     * {@return a limit}
     *
     * @param time not negative; zero opens the gate at once
     */
    static SyncLimit after(Duration time) {
        return new After(time);
    }

    /** {@return no limit: the gate stays closed until the end is told} */
    static SyncLimit none() {
        return None.NONE;
    }

    /**
     * A limit.
     *
     * @param time not negative; zero opens the gate at once
     */
    record After(Duration time) implements SyncLimit {

        /**
         * Checks the time.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public After {
            if (time.isNegative()) {
                throw new IllegalArgumentException("The time for a sync is not negative, got " + time);
            }
        }
    }

    /** No limit. */
    enum None implements SyncLimit {
        /** The only one. */
        NONE
    }
}
