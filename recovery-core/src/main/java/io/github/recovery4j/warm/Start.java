package io.github.recovery4j.warm;

import java.time.Instant;
import java.util.List;

/** How a {@link WarmRestart} began: decided once, by what was loaded. */
public sealed interface Start {

    /** {@return why, for people} */
    String describe();

    /**
     * The outside has entries of an earlier process. The gate is closed until the first sync ends.
     *
     * @param entries how many there are
     * @param doubtful of how many it is not certain what the outside has: their process died while it wrote them, they cannot be
     *     read, or what was recorded of them may be lost. They are written when they are refreshed, whatever their value
     * @param unreadable how many more there are whose key cannot be read; they are kept aside and harm nothing
     * @param savedAt when their state was known last, by the wall clock of that time
     * @param damages what of the records was damaged; empty if all is well
     */
    record Warm(int entries, int doubtful, int unreadable, Instant savedAt, List<String> damages) implements Start {

        /** Takes a copy. */
        public Warm {
            damages = List.copyOf(damages);
        }

        @Override
        public String describe() {
            return "%d entries of %s, %d of them doubtful, %d more cannot be read%s"
                    .formatted(
                            entries, savedAt, doubtful, unreadable, damages.isEmpty() ? "" : "; damaged: " + damages);
        }
    }

    /**
     * Nothing is known of the outside. The gate is open, what is told is written at once. If the reason is not {@link
     * Reason#FIRST} or {@link Reason#EMPTY}, the outside may have entries that nobody will delete: the host decides whether to
     * clear it.
     *
     * @param reason why
     * @param describe the same for people
     */
    record Cold(Reason reason, String describe) implements Start {}

    /** Why a start is cold. */
    enum Reason {
        /** It is the first one. */
        FIRST,
        /** The process before had deleted everything that it had written. */
        EMPTY,
        /** The state is older than the limit. */
        TOO_OLD,
        /** No generation of the state can be read any more. */
        DAMAGED
    }
}
