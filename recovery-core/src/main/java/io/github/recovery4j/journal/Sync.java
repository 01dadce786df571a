package io.github.recovery4j.journal;

import java.time.Duration;

/**
 * When a record has to be durable. Whatever was promised, it is durable as soon as a later one is.
 */
public sealed interface Sync {

    /** {@return before the append returns} */
    static Sync now() {
        return Now.NOW;
    }

    /**
     * {@return a while after the append returned; until then a crash of the process loses the record}
     *
     * @param delay the longest time it may take, positive
     * @param records the number of records that may wait for a sync; the append that exceeds it waits itself
     */
    static Sync within(Duration delay, int records) {
        return new Within(delay, records);
    }

    /** {@return when the journal is closed, or for the sake of another record; until then a crash loses the record} */
    static Sync atClose() {
        return AtClose.AT_CLOSE;
    }

    /** Before the append returns. */
    enum Now implements Sync {
        /** The only one. */
        NOW
    }

    /**
     * A while after the append returned.
     *
     * @param delay the longest time it may take
     * @param records the number of records that may wait
     */
    record Within(Duration delay, int records) implements Sync {

        /** Checks the bounds. */
        public Within {
            if (delay.isNegative() || delay.isZero() || records < 1) {
                throw new IllegalArgumentException(
                        "A sync has to come within a positive time and a positive number of records, got %s and %d"
                                .formatted(delay, records));
            }
        }
    }

    /** When the journal is closed. */
    enum AtClose implements Sync {
        /** The only one. */
        AT_CLOSE
    }
}
