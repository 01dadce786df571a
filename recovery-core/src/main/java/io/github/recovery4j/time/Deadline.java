package io.github.recovery4j.time;

import java.time.Duration;

/** The end of a time that is running. A time of more than a hundred years, however much more, does not end. */
public final class Deadline {

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Ticker ticker;
    private final long end;

    private Deadline(Ticker ticker, long end) {
        this.ticker = ticker;
        this.end = end;
    }

    /**
     * {@return the end of a time that begins now}
     *
     * @param time how long
     * @param ticker measures it
     */
    public static Deadline in(Duration time, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos() + nanos(time));
    }

    /**
     * {@return a duration in nanoseconds, of which a {@code long} holds no more than 292 years; of longer ones, a hundred
     * years}
     *
     * @param time any duration
     */
    public static long nanos(Duration time) {
        if (time.abs().compareTo(LONGEST) <= 0) {
            return time.toNanos();
        }
        return time.isNegative() ? -LONGEST.toNanos() : LONGEST.toNanos();
    }

    /**
     * Checks a timeout.
     *
     * @param whose what it is the timeout of, for people
     * @param timeout how long it may take
     * @return the same
     * @throws IllegalArgumentException if it is not positive
     */
    public static Duration positive(String whose, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("The timeout of %s must be positive, got %s".formatted(whose, timeout));
        }
        return timeout;
    }

    /** {@return how long it is until then, in nanoseconds; not positive if it has passed} */
    public long nanosLeft() {
        return end - ticker.nanos();
    }

    /** {@return whether it has passed} */
    public boolean passed() {
        return nanosLeft() <= 0;
    }
}
