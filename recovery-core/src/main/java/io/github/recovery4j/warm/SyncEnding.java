package io.github.recovery4j.warm;

import java.time.Duration;

/** How a sync ended. */
public sealed interface SyncEnding {

    /** The source told of everything there is. */
    record Complete() implements SyncEnding {

        @Override
        public String toString() {
            return "complete";
        }
    }

    /**
     * The source told that it came to its end, and that it did not tell of everything.
     *
     * @param reason why, for people
     */
    record Partial(String reason) implements SyncEnding {

        @Override
        public String toString() {
            return "partial: " + reason;
        }
    }

    /**
     * Nobody told the end in time.
     *
     * @param limit how long it was waited for
     */
    record TimedOut(Duration limit) implements SyncEnding {

        @Override
        public String toString() {
            return "timed out after " + limit;
        }
    }
}
