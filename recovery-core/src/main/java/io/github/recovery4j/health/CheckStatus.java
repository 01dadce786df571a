package io.github.recovery4j.health;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How a check stands at a moment.
 *
 * @param name the check
 * @param health how it is
 * @param since since when, by the wall clock; for a check that was not asked yet, since it is known
 * @param failures how often in a row it was down; an unknown answer neither counts nor ends the row
 * @param last the newest answer; empty if there is none yet
 * @param treatment the newest healing; empty if nothing was healed yet
 * @param healingsLeft how many healings the budget allows now; zero if the check has none
 */
public record CheckStatus(
        String name,
        Health health,
        Instant since,
        int failures,
        Optional<Observation> last,
        Optional<Treatment> treatment,
        int healingsLeft) {

    /** For people, in one line. */
    @Override
    public String toString() {
        String answer = last.map(seen -> ", " + seen.answer()).orElse("");
        return "%s is %s since %s%s".formatted(name, health.name().toLowerCase(Locale.ROOT), since, answer);
    }
}
