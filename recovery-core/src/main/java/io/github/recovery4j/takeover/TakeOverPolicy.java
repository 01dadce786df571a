package io.github.recovery4j.takeover;

import io.github.recovery4j.time.BackOff;
import java.time.Duration;

/**
 * How a process takes runs over.
 *
 * @param every how long it is from one look to the next; varied by a fifth, so that the processes of a fleet do not look
 *     at the same moment
 * @param most how many runs that were taken over are worked on at a time
 * @param backOff the pauses before a run is tried again that could not be taken over, or whose attempt failed
 */
public record TakeOverPolicy(Duration every, int most, BackOff backOff) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final int MOST = 8;
    private static final BackOff PAUSES = new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if it would look more often than every 10 ms, or work on no run
     */
    public TakeOverPolicy {
        if (every.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "Runs are looked for at most every %s, got %s".formatted(SHORTEST, every));
        }
        if (most < 1) {
            throw new IllegalArgumentException("At least one run at a time is taken over, got " + most);
        }
    }

    /**
     * {@return a policy that works on up to eight runs at a time, and has pauses from a second to five minutes}
     *
     * @param every how long it is from one look to the next, at least 10 ms
     */
    public static TakeOverPolicy every(Duration every) {
        return new TakeOverPolicy(every, MOST, PAUSES);
    }

    /**
     * {@return the same with another number of runs at a time}
     *
     * @param runs at least 1
     */
    public TakeOverPolicy atMost(int runs) {
        return new TakeOverPolicy(every, runs, backOff);
    }

    /**
     * {@return the same with other pauses}
     *
     * @param pauses before a run is tried again
     */
    public TakeOverPolicy pausing(BackOff pauses) {
        return new TakeOverPolicy(every, most, pauses);
    }
}
