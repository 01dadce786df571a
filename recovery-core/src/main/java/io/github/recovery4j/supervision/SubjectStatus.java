package io.github.recovery4j.supervision;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a subject stands at a moment.
 *
 * @param name the subject
 * @param condition how it is
 * @param since since when, by the wall clock
 * @param reason what was found, or why somebody was called; empty if it is healthy
 * @param triesLeft how often the budget lets something be done now
 * @param failures what became of its failures since the supervisor was started, by their kinds, in the order in which these were
 *     seen first; without the kinds that were not seen
 */
public record SubjectStatus(
        String name,
        Condition condition,
        Instant since,
        String reason,
        int triesLeft,
        Map<FailureKind, FailureMetrics> failures) {

    /** Takes a copy. */
    public SubjectStatus {
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /** {@return what became of its failures of all kinds together} */
    public FailureMetrics metrics() {
        return failures.values().stream().reduce(FailureMetrics.NONE, FailureMetrics::and);
    }

    /** {@return how often it was well again after a failure since the supervisor was started} */
    public long cures() {
        return metrics().cured();
    }

    /** For people, in one line. */
    @Override
    public String toString() {
        String state = "%s is %s since %s".formatted(name, condition.name().toLowerCase(Locale.ROOT), since);
        return reason.isEmpty() ? state : state + ", " + reason;
    }
}
