package io.github.recovery4j.jdbc;

import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.JournalReader;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** The records of one journal, for reading: a page at a time, so that nobody holds a connection while a reader works. */
final class Records {

    private static final int PAGE_RECORDS = 1_000;
    private static final long PAGE_BYTES = 8 << 20;
    private static final int FIELDS = Long.BYTES + Integer.BYTES;

    private final Place place;
    private final long owned;
    private final String location;

    Records(Place place, long owned, String location) {
        this.place = place;
        this.owned = owned;
        this.location = location;
    }

    /** A record as it was found, and whether it is what was appended. */
    record Found(Entry entry, boolean intact) {

        static Found read(ResultSet row) throws SQLException {
            byte[] payload = row.getBytes("payload");
            Entry entry = new Entry(
                    row.getLong("position"),
                    row.getInt("type"),
                    ByteBuffer.wrap(payload).asReadOnlyBuffer());
            return new Found(entry, checksum(entry) == row.getInt("checksum"));
        }

        long end() {
            return Records.end(entry);
        }
    }

    /** The position behind a record. */
    static long end(Entry entry) {
        return entry.position() + FileJournal.space(entry.payload().remaining());
    }

    static int checksum(Entry entry) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(FIELDS)
                .putLong(entry.position())
                .putInt(entry.type())
                .flip());
        checksum.update(entry.payload().duplicate());
        return (int) checksum.getValue();
    }

    /** Shows what lies between two positions. Who releases records meanwhile makes a gap of them. */
    List<Gap> replay(long from, long end, JournalReader reader) {
        List<Gap> gaps = new ArrayList<>();
        long next = Math.max(0, from);
        boolean inside = false;
        while (next < end) {
            List<Found> page = page(next, end);
            if (page.isEmpty()) {
                return gaps;
            }
            for (Found found : page) {
                long position = found.entry().position();
                if (inside && position > next) {
                    gaps.add(gap(next, position, "the records were released meanwhile, or are missing"));
                }
                if (found.intact()) {
                    reader.read(found.entry());
                } else {
                    gaps.add(gap(position, found.end(), "a record is not what was appended, its checksum differs"));
                }
                next = found.end();
                inside = true;
            }
        }
        return gaps;
    }

    private Gap gap(long from, long to, String reason) {
        return new Gap(from, to, location, reason);
    }

    private List<Found> page(long from, long end) {
        Command page = place.command("page")
                .with("owned", owned)
                .with("from", from)
                .with("end", end)
                .with("records", PAGE_RECORDS)
                .with("bytes", PAGE_BYTES);
        return place.journal("Reading " + location, (session, again) -> session.query(page, Found::read));
    }

    Optional<Entry> read(long position) {
        Command read = place.command("read record").with("owned", owned).with("position", position);
        return place.journal("Reading " + location, (session, again) -> session.queryOne(read, Found::read))
                .filter(Found::intact)
                .map(Found::entry);
    }

    /**
     * How far a journal goes.
     *
     * @param start the first record, or where it would be
     * @param last the newest record; -1 if there is none
     * @param end the position behind it
     */
    record Extent(long start, long last, long end) {

        static final Extent NONE = new Extent(0, -1, 0);

        static Extent read(ResultSet row) throws SQLException {
            long last = row.getLong("position");
            return new Extent(row.getLong("start"), last, last + FileJournal.space(row.getLong("length")));
        }
    }

    /** How far the journal goes now. */
    Extent extent(Database.Session session) throws SQLException {
        return session.queryOne(place.command("end of journal").with("owned", owned), Extent::read)
                .orElse(Extent.NONE);
    }
}
