package io.github.recovery4j.takeover;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.takeover.TakeOverStatus.Entry;
import io.github.recovery4j.takeover.TakeOverStatus.Standing;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of each run. Nothing of it is needed after a restart. Safe for use by many threads. */
final class Notes {

    /** The order of their beginnings, as far as the clocks of their owners agreed. */
    static final Comparator<RunKey> OLDEST_FIRST =
            Comparator.comparing((RunKey run) -> run.id().text());

    private final Map<RunKey, Note> notes = new HashMap<>();

    synchronized Optional<Note> of(RunKey run) {
        return Optional.ofNullable(notes.get(run));
    }

    synchronized void put(RunKey run, Note note) {
        notes.put(run, note);
    }

    synchronized void forget(RunKey run) {
        notes.remove(run);
    }

    /** Whether its owner has to be asked for: not of one that is worked on here, is over, or is left alone for a while. */
    synchronized boolean asks(RunKey run, long now) {
        Note note = notes.get(run);
        return !(note instanceof Note.Working)
                && !(note instanceof Note.Over)
                && !(note instanceof Note.Resting resting && resting.left(now) > 0);
    }

    /** Makes a note that it is worked on here; false if it is already. */
    synchronized boolean begin(RunKey run, long now) {
        Note before = notes.get(run);
        if (before instanceof Note.Working) {
            return false;
        }
        notes.put(run, new Note.Working(now, before instanceof Note.Resting resting ? resting.failures() : 0));
        return true;
    }

    synchronized int working() {
        return (int)
                notes.values().stream().filter(Note.Working.class::isInstance).count();
    }

    /** Forgets what does not exist any more, and what somebody else has. */
    synchronized void keep(Set<RunKey> existing, Set<RunKey> owned) {
        notes.entrySet()
                .removeIf(entry -> !(entry.getValue() instanceof Note.Working)
                        && (!existing.contains(entry.getKey()) || owned.contains(entry.getKey())));
    }

    synchronized List<Entry> entries(long now) {
        return notes.entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Note.Over))
                .sorted(Map.Entry.comparingByKey(OLDEST_FIRST))
                .map(entry -> entry(entry.getKey(), entry.getValue(), now))
                .toList();
    }

    private static Entry entry(RunKey run, Note note, long now) {
        if (note instanceof Note.Resting resting) {
            Duration left = Duration.ofNanos(Math.max(0, resting.left(now)));
            return new Entry(run, Standing.POSTPONED, resting.reason(), Optional.of(left));
        }
        if (note instanceof Note.Parked parked) {
            return new Entry(run, Standing.PARKED, parked.reason(), Optional.empty());
        }
        if (note instanceof Note.Unknown) {
            String reason = "no job '%s' is registered here".formatted(run.job());
            return new Entry(run, Standing.UNKNOWN, reason, Optional.empty());
        }
        Standing standing = note instanceof Note.Working ? Standing.WORKING : Standing.WAITING;
        return new Entry(run, standing, "", Optional.empty());
    }
}
