package io.github.recovery4j.supervision;

import java.time.Instant;
import java.util.Locale;

/**
 * How a subject stands at a moment.
 *
 * @param name the subject
 * @param condition how it is
 * @param since since when, by the wall clock
 * @param reason what was found, or why somebody was called; empty if it is healthy
 * @param cures how often it was cured since the supervisor was started
 * @param triesLeft how often the budget lets something be done now
 */
public record SubjectStatus(String name, Condition condition, Instant since, String reason, int cures, int triesLeft) {

    /** For people, in one line. */
    @Override
    public String toString() {
        String state = "%s is %s since %s".formatted(name, condition.name().toLowerCase(Locale.ROOT), since);
        return reason.isEmpty() ? state : state + ", " + reason;
    }
}
