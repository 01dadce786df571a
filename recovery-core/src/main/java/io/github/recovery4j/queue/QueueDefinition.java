package io.github.recovery4j.queue;

import io.github.recovery4j.durable.Keeping;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;

/**
 * What a {@link WorkQueue} is opened with.
 *
 * @param tenant whose it is; empty if there are no tenants
 * @param name what it is called, not empty
 * @param type what is submitted
 * @param claimTime how long a claim holds unless it is renewed, positive
 * @param retry how often a piece of work is claimed before it is given up, and how long it rests after a failure
 * @param finishedAge how long finished work is known, positive
 * @param finishedMost how much finished work is known, at least 1
 * @param <T> what is submitted
 */
public record QueueDefinition<T>(
        String tenant,
        String name,
        Class<T> type,
        Duration claimTime,
        RetryPolicy retry,
        Duration finishedAge,
        int finishedMost) {

    private static final RetryPolicy RETRY = RetryPolicy.attempts(5);
    private static final int FINISHED = 10_000;

    /**
     * Checks the settings.
     *
     * @throws IllegalArgumentException if one is not as said
     */
    public QueueDefinition {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("The name of a queue is not empty");
        }
        if (claimTime.isNegative() || claimTime.isZero() || finishedAge.isNegative() || finishedAge.isZero()) {
            throw new IllegalArgumentException(
                    "Claims hold, and finished work is kept, for a positive time, got %s and %s"
                            .formatted(claimTime, finishedAge));
        }
        if (finishedMost < 1) {
            throw new IllegalArgumentException(
                    "At least one finished piece of work is kept, for its completion may be repeated, got "
                            + finishedMost);
        }
    }

    /**
     * {@return the definition of a queue} Claims hold for a minute, five attempts are made, the last 10,000 finished pieces
     * of work of the last seven days are known.
     *
     * @param name what it is called, any text but the empty one. Queues with different names share nothing
     * @param type what the codec encodes
     * @param <T> what is submitted
     */
    public static <T> QueueDefinition<T> named(String name, Class<T> type) {
        return new QueueDefinition<>("", name, type, Duration.ofMinutes(1), RETRY, Duration.ofDays(7), FINISHED);
    }

    /**
     * {@return the same for one tenant; queues of different tenants share nothing, whatever their names}
     *
     * @param other any text but the empty one
     */
    public QueueDefinition<T> tenant(String other) {
        if (other.isEmpty()) {
            throw new IllegalArgumentException("The name of a tenant is not empty");
        }
        return new QueueDefinition<>(other, name, type, claimTime, retry, finishedAge, finishedMost);
    }

    /**
     * {@return the same with another time for claims}
     *
     * @param time how long one holds unless it is renewed, positive; it does not outlive the process anyway
     */
    public QueueDefinition<T> claimsHold(Duration time) {
        return new QueueDefinition<>(tenant, name, type, time, retry, finishedAge, finishedMost);
    }

    /**
     * {@return the same with another policy}
     *
     * @param policy its number of attempts is how often a piece of work is claimed before it is given up; claims that were
     *     lost, in a crash or otherwise, count. Its pauses and its condition are for {@linkplain WorkQueue#retry failures}
     */
    public QueueDefinition<T> retry(RetryPolicy policy) {
        return new QueueDefinition<>(tenant, name, type, claimTime, policy, finishedAge, finishedMost);
    }

    /**
     * {@return the same with another memory for finished work} What is forgotten may be submitted, and done, again.
     *
     * @param age how long it is known, positive
     * @param most how many are known, at least 1
     */
    public QueueDefinition<T> keepFinished(Duration age, int most) {
        return new QueueDefinition<>(tenant, name, type, claimTime, retry, age, most);
    }

    /** What happened before a snapshot is of no use to a queue. */
    Keeping keeping() {
        return new Keeping(Duration.ofSeconds(1), 1);
    }

    @Override
    public String toString() {
        return "queue '%s'%s of %s"
                .formatted(name, tenant.isEmpty() ? "" : " of tenant '" + tenant + "'", type.getSimpleName());
    }
}
