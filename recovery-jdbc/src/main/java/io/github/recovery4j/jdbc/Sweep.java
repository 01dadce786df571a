package io.github.recovery4j.jdbc;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what was kept long enough: finished runs whose results need not be remembered any more, unfinished ones without
 * steps that have saved nothing for long, and the rows of runs that never saved anything. Nothing that somebody owns, or owned
 * a day ago.
 */
final class Sweep {

    private static final Logger log = LoggerFactory.getLogger(Sweep.class);
    private static final Duration GRACE = Duration.ofDays(1);

    private final Place place;
    private final Duration maxAge;

    Sweep(Place place, Duration maxAge) {
        this.place = place;
        this.maxAge = maxAge;
    }

    void run() {
        Command sweep =
                place.command("sweep").with("grace", Times.seconds(GRACE)).with("age", Times.seconds(maxAge));
        List<String> removed = place.store(
                "Removing what was kept long enough",
                (session, again) -> session.query(
                        sweep,
                        row -> row.getLong("generation") == 0
                                ? ""
                                : SafeText.decode(row.getString("job")) + "/" + row.getString("name")));
        removed.stream()
                .filter(run -> !run.isEmpty())
                .forEach(run -> log.info("Run {} was removed: it was kept as long as it was asked for", run));
    }
}
