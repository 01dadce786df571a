package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.MediumJournal;
import java.util.List;
import java.util.Optional;

/** Opens what is in the table {@code record}, and reads it without opening it. */
final class Journals {

    private static final long LARGEST_BATCH = 1 << 20;

    private final Place place;
    private final MediumJournal.Limits limits;

    Journals(Place place, long largestRecord) {
        this.place = place;
        this.limits = new MediumJournal.Limits(largestRecord, LARGEST_BATCH);
    }

    /** What the database answers. */
    private record Opened(long owned, long writer) {}

    /**
     * Opens a journal under a lease; whoever had it open before cannot write to it any more.
     *
     * @param refusal why it is not opened, or ended later
     */
    MediumJournal open(OwnedKey key, long token, String location, RecordMedium.Refusal refusal) {
        Command open = place.command("open journal", key, token);
        return place.journal("Opening " + location, (session, again) -> {
            Optional<Opened> number =
                    session.queryOne(open, row -> new Opened(row.getLong("id"), row.getLong("writer")));
            if (number.isEmpty()) {
                throw refusal.of(session.queryOne(place.command("standing", key), Standing::read));
            }
            Records records = new Records(place, number.get().owned(), location);
            Records.Extent extent = records.extent(session);
            RecordMedium.Opening opening = new RecordMedium.Opening(
                    location, number.get().owned(), token, number.get().writer(), refusal);
            return MediumJournal.open(
                    limits, location, new RecordMedium(place, opening, records, extent), extent.end());
        });
    }

    /** Reads a journal that somebody may have open. */
    List<Gap> read(OwnedKey key, long from, String location, JournalReader reader) {
        Optional<Long> owned = place.journal(
                "Looking for " + location,
                (session, again) -> session.queryOne(place.command("journal", key), row -> row.getLong("id")));
        return owned.isEmpty()
                ? List.of()
                : new Records(place, owned.get(), location).replay(from, Long.MAX_VALUE, reader);
    }
}
