package io.github.recovery4j.ledger;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** How long somebody else's code may take, and how long it is waited for after it was interrupted. */
record TimeLimits(Duration limit) {

    /** A minute. */
    static final TimeLimits DEFAULT = new TimeLimits(Duration.ofMinutes(1));

    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(10);

    TimeLimits {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("A time limit is positive, got " + limit);
        }
    }

    /** As long as the limit, but between one second and ten. */
    Duration grace() {
        return limit.compareTo(LEAST) < 0 ? LEAST : limit.compareTo(MOST) > 0 ? MOST : limit;
    }

    /** The limit; 292 years if it is longer. */
    long nanos() {
        return nanos(limit);
    }

    long graceNanos() {
        return nanos(grace());
    }

    private static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    TimeoutException late(Throwable cause) {
        TimeoutException late = new TimeoutException("It took longer than " + limit);
        late.initCause(cause);
        return late;
    }

    /** It did not even end when it was interrupted. */
    TimeoutException leftBehind(boolean late) {
        return new TimeoutException("%s, and did not heed the interrupt for %s; its thread was left behind in it"
                .formatted(late ? "It took longer than " + limit : "It was cancelled", grace()));
    }
}
