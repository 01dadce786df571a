package io.github.recovery4j.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Something that happened to a key of a ledger.
 *
 * @param id the number of the event in its ledger: 1, 2, 3 and so on
 * @param kind what happened
 * @param happened when, as whoever wrote it told
 * @param recorded when it was recorded, by the wall clock
 * @param cause what led to it, as whoever wrote it told; may be empty
 * @param text the reason of a retirement, the failure of a restoration; may be empty
 * @param value what was put; empty if nothing was, or if it cannot be decoded any more
 * @param expires when the entry ends by itself, if it does
 * @param <V> the values
 */
public record LedgerEvent<V>(
        long id,
        Kind kind,
        Instant happened,
        Instant recorded,
        String cause,
        String text,
        Optional<V> value,
        Optional<Instant> expires) {

    /** What happened. */
    public enum Kind {
        /** A value was put. */
        PUT(1),
        /** The value of a live entry was replaced by one that was computed from it. */
        UPDATED(2),
        /** The entry is not to be live any more. */
        RETIRED(3),
        /** The time of the entry was over. */
        EXPIRED(4),
        /** What the entry stands for was brought back to life. */
        RECOVERED(5),
        /** What the entry stands for could not be brought back to life. */
        FAILED(6);

        private final int type;

        Kind(int type) {
            this.type = type;
        }

        int type() {
            return type;
        }

        static Optional<Kind> of(int type) {
            return Arrays.stream(values()).filter(kind -> kind.type == type).findFirst();
        }
    }
}
