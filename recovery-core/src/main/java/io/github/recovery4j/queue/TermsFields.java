package io.github.recovery4j.queue;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.cursor.Orphaned;
import io.github.recovery4j.cursor.Position;
import io.github.recovery4j.cursor.Waypoint;
import java.time.Instant;
import java.util.Optional;

/** What is in events and in snapshots alike. */
final class TermsFields {

    private TermsFields() {}

    static void write(FieldWriter writer, Terms terms) {
        writer.number(terms.priority()).flag(terms.deadline().isPresent());
        terms.deadline().ifPresent(writer::instant);
        writer.flag(terms.origin().isPresent());
        terms.origin().ifPresent(waypoint -> writer.text(waypoint.store())
                .text(waypoint.cursor())
                .longNumber(waypoint.id())
                .longNumber(waypoint.position().bits())
                .text(waypoint.anchor())
                .instant(waypoint.reached()));
    }

    static Terms terms(FieldReader reader) {
        int priority = reader.number();
        Optional<Instant> deadline = reader.flag() ? Optional.of(reader.instant()) : Optional.empty();
        Optional<Waypoint> origin = reader.flag() ? Optional.of(waypoint(reader)) : Optional.empty();
        return new Terms(priority, deadline, origin);
    }

    private static Waypoint waypoint(FieldReader reader) {
        return new Waypoint(
                reader.text(),
                reader.text(),
                reader.longNumber(),
                new Position(reader.longNumber()),
                reader.text(),
                reader.instant());
    }

    static void write(FieldWriter writer, Failure failure) {
        writer.text(failure.kind().name()).text(failure.reason());
    }

    static Failure failure(FieldReader reader) {
        return new Failure(Failure.Kind.valueOf(reader.text()), reader.text());
    }

    static void write(FieldWriter writer, Orphaned waypoints) {
        writer.text(waypoints.store())
                .text(waypoints.cursor())
                .longNumber(waypoints.after())
                .longNumber(waypoints.before());
    }

    static Orphaned orphaned(FieldReader reader) {
        return new Orphaned(reader.text(), reader.text(), reader.longNumber(), reader.longNumber());
    }
}
