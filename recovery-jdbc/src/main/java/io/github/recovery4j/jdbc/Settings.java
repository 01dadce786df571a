package io.github.recovery4j.jdbc;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once if the database does not keep what it acknowledges. */
final class Settings {

    private static final Logger log = LoggerFactory.getLogger(Settings.class);

    private final Place place;

    Settings(Place place) {
        this.place = place;
    }

    /** Warns of each setting that is off. */
    void warn() {
        List<String> off = place.store(
                "Reading the settings of the database",
                (session, again) -> session.query(
                        place.command("settings"),
                        row -> row.getString("setting").equals("off") ? row.getString("name") : ""));
        off.stream()
                .filter(name -> !name.isEmpty())
                .forEach(name -> log.warn(
                        "{} has {} = off: what was acknowledged may be lost when its machine fails",
                        place.name(),
                        name));
    }
}
