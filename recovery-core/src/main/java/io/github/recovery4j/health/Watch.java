package io.github.recovery4j.health;

import io.github.recovery4j.probe.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a check has answered, and what that adds up to. Safe for use by many threads. */
final class Watch {

    /** As many answers are kept. */
    static final int HISTORY = 100;

    /**
     * What an answer has changed.
     *
     * @param before how it was
     * @param after how it is
     * @param lasted how long it was as before
     */
    record Change(Health before, Health after, Duration lasted) {

        boolean failed() {
            return before != after && after == Health.UNHEALTHY;
        }

        boolean recovered() {
            return before != after && before == Health.UNHEALTHY;
        }
    }

    private final int threshold;
    private final Deque<Observation> history = new ArrayDeque<>();
    private Health health = Health.UNKNOWN;
    private Instant since;
    private int failures;
    private int failuresUntreated;

    Watch(int threshold, Instant now) {
        this.threshold = threshold;
        this.since = now;
    }

    synchronized Change see(Observation seen) {
        history.addLast(seen);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        count(seen.answer());
        return enter(next(seen.answer()), seen.at());
    }

    private void count(Answer answer) {
        if (answer instanceof Answer.Up) {
            failures = 0;
            failuresUntreated = 0;
        } else if (answer instanceof Answer.Down) {
            failures++;
            failuresUntreated++;
        }
    }

    private Health next(Answer answer) {
        if (answer instanceof Answer.Up) {
            return Health.HEALTHY;
        }
        if (health == Health.UNHEALTHY || failures >= threshold) {
            return Health.UNHEALTHY;
        }
        return answer instanceof Answer.Down ? Health.FAILING : Health.UNKNOWN;
    }

    private Change enter(Health next, Instant at) {
        Change change = new Change(health, next, Duration.between(since, at));
        if (health != next) {
            health = next;
            since = at;
        }
        return change;
    }

    /** Whether it has failed as often as counts, since it was healed last. */
    synchronized boolean needsTreatment() {
        return health == Health.UNHEALTHY && failuresUntreated >= threshold;
    }

    /** From now on failures count anew. */
    synchronized void treated() {
        failuresUntreated = 0;
    }

    synchronized List<Observation> history() {
        return List.copyOf(history);
    }

    synchronized CheckStatus status(String name, Optional<Treatment> treatment, int healingsLeft) {
        return new CheckStatus(
                name, health, since, failures, Optional.ofNullable(history.peekLast()), treatment, healingsLeft);
    }
}
