package io.github.recovery4j.warm;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.codec.Encoded;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the records of earlier processes add up to. It goes through them once: each change changes the state, and each whole
 * generation replaces it, by what should be the same. So a generation that is damaged costs nothing, as long as the one before
 * it and the changes since can be read. A change that is missing, which its number shows, leaves everything in doubt; so does
 * damage behind the last record.
 */
final class Recollection {

    private final List<Gap> gaps;
    private final Map<Long, Change.Begun> begun = new HashMap<>();
    private Map<Encoded, Optional<Encoded>> state = new LinkedHashMap<>();
    private Optional<Draft> draft = Optional.empty();
    private WarmMetrics metrics = WarmMetrics.none(Instant.EPOCH);
    private Instant savedAt = Instant.EPOCH;
    private boolean counted;
    private boolean known;
    private boolean doubtful;
    private long generation;
    private long lastChange;
    private long base;
    private long lastPosition = -1;

    /** A generation of which not everything was read yet. */
    private record Draft(long position, Generation head, Map<Encoded, Optional<Encoded>> entries) {}

    /**
     * Reads a journal.
     *
     * @throws JournalException if it was written by a newer release, or the medium failed
     */
    Recollection(Journal journal) {
        gaps = journal.replay(0, this::read);
        doubtful |= gaps.stream().anyMatch(gap -> gap.from() > lastPosition);
    }

    /** What the outside has, or may have, where that is in doubt; empty if nothing is known of it. */
    Optional<Map<Encoded, Optional<Encoded>>> state() {
        if (!known) {
            return Optional.empty();
        }
        if (doubtful) {
            state.replaceAll((key, value) -> Optional.empty());
        }
        return Optional.of(state);
    }

    /** What could not be read, and would be of use. */
    List<String> damages() {
        return gaps.stream().filter(gap -> gap.to() > base).map(Gap::toString).toList();
    }

    /** Whether there is a record at all, or the remains of one. */
    boolean isEmpty() {
        return lastPosition < 0 && gaps.isEmpty();
    }

    /** When the state was true last. */
    Instant savedAt() {
        return savedAt;
    }

    /** What was counted, from that moment on if nothing was. */
    WarmMetrics metrics(Instant now) {
        return counted ? metrics : WarmMetrics.none(now);
    }

    long generation() {
        return generation;
    }

    long lastChange() {
        return lastChange;
    }

    /** Where the generation begins on which all this is built. */
    long base() {
        return base;
    }

    private void read(Entry entry) {
        try {
            switch (entry.type()) {
                case StateLog.HEAD -> head(entry.position(), Generation.decoded(entry.payload()));
                case StateLog.ENTRY -> draft.ifPresent(open -> entry(open, ByteBuffer.wrap(entry.bytes())));
                case StateLog.END -> end(new FieldReader(entry.payload()));
                default -> change(entry.type(), new FieldReader(ByteBuffer.wrap(entry.bytes())));
            }
        } catch (IllegalArgumentException e) {
            throw new JournalException(
                    "%s, which a newer release may understand; nothing was changed".formatted(e.getMessage()), e);
        }
        lastPosition = entry.position();
    }

    private void head(long position, Generation head) {
        draft = Optional.of(new Draft(position, head, new LinkedHashMap<>()));
        generation = Math.max(generation, head.number());
        metrics = head.metrics();
        counted = true;
        savedAt = head.savedAt();
        if (head.lastChange() > lastChange) {
            doubtful = true; // unless it is whole
            lastChange = head.lastChange();
        }
    }

    private static void entry(Draft open, ByteBuffer payload) {
        FieldReader reader = new FieldReader(payload);
        Encoded key = reader.encoded();
        open.entries().put(key, reader.flag() ? Optional.of(reader.encoded()) : Optional.empty());
    }

    private void end(FieldReader reader) {
        long number = reader.longNumber();
        int entries = reader.number();
        draft.filter(open -> open.head().number() == number && open.entries().size() == entries)
                .ifPresent(this::adopt);
        draft = Optional.empty();
    }

    private void adopt(Draft whole) {
        state = whole.entries();
        base = whole.position();
        known = true;
        doubtful = false;
        begun.clear();
    }

    private void change(int type, FieldReader reader) {
        long number = reader.longNumber();
        Instant at = reader.instant();
        Change change = Change.decoded(type, reader);
        doubtful |= number > lastChange + 1;
        lastChange = Math.max(lastChange, number);
        savedAt = at;
        metrics = metrics.after(change);
        if (change instanceof Change.Begun it) {
            begun.put(number, it);
            state.put(it.key(), Optional.empty());
        } else if (change instanceof Change.Done it) {
            done(it);
        } else if (change instanceof Change.Cleared) {
            clear();
        }
    }

    private void done(Change.Done change) {
        Change.Begun done = begun.remove(change.begun());
        if (done == null) {
            doubtful = true; // that it was begun is lost
        } else if (done.value().isPresent()) {
            state.put(done.key(), done.value());
        } else {
            state.remove(done.key());
        }
    }

    private void clear() {
        state = new LinkedHashMap<>();
        begun.clear();
        known = true;
        doubtful = false;
    }
}
