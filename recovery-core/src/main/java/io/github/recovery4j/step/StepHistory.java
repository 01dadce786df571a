package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.cursor.RunPlaces;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.storage.RunJournals;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records in the journal of a run add up to: its steps, and where its cursors are. Safe for use by many threads. */
public final class StepHistory {

    private final Map<String, StepStatus> steps = new LinkedHashMap<>();
    private final RunPlaces places;
    private List<Gap> gaps = List.of();
    private @Nullable String rollback;
    private long accepted;
    private long next;
    private long orphaned;

    StepHistory(RunKey run) {
        this.places = new RunPlaces(run);
    }

    /**
     * Reads the history of a run without taking part.
     *
     * @param journals where
     * @param run whose
     * @return its history, as far as it is known
     */
    public static StepHistory read(RunJournals journals, RunKey run) {
        StepHistory history = new StepHistory(run);
        history.lost(journals.read(run, entry -> history.add(run, entry)));
        return history;
    }

    /** Adds a record that was read. */
    void add(RunKey run, Entry entry) {
        if (RunPlaces.isMove(entry.type())) {
            addMove(run, entry);
            return;
        }
        StepRecord record = StepRecord.decoded(entry)
                .orElseThrow(() -> new UnsupportedFormatException("The journal of run " + run, 2, 1));
        add(record, entry.position());
    }

    private void addMove(RunKey run, Entry entry) {
        try {
            moved(entry.type(), entry.payload());
        } catch (RuntimeException e) { // its checksum is right, so it is none of this format
            throw new UnsupportedFormatException("The journal of run " + run, 2, 1);
        }
    }

    /** Adds a move of a cursor, and forgets the steps that hung on places that do not hold any more. Returns their names. */
    synchronized List<String> moved(int type, ByteBuffer payload) {
        places.add(type, payload);
        List<StepStatus> gone =
                steps.values().stream().filter(step -> isGone(step.place())).toList();
        orphaned += gone.stream().filter(step -> step.completion().isPresent()).count();
        gone.forEach(step -> steps.remove(step.name()));
        return gone.stream().map(StepStatus::name).toList();
    }

    /** Whether the place of a step does not hold any more. */
    boolean isGone(Optional<Place> place) {
        return place.filter(at -> places.isGone(at.cursor(), at.id())).isPresent();
    }

    /** What hung on a place that does not hold any more does not count. */
    synchronized void add(StepRecord record, long position) {
        next = Math.max(next, position + 1);
        if (isGone(record.place())) {
            return;
        }
        if (record.kind() == StepRecord.Kind.ROLLBACK) {
            rollback = rollback == null ? record.text() : rollback;
        } else if (record.kind() == StepRecord.Kind.LOSS_ACCEPTED) {
            accepted = position;
        } else {
            steps.put(record.step(), status(record.step()).after(record, position));
        }
    }

    /** Adds a record that could not be written, but is true all the same. */
    synchronized void addUnwritten(StepRecord record) {
        add(record, next);
    }

    synchronized void lost(List<Gap> found) {
        gaps = List.copyOf(found);
    }

    /** {@return the parts that cannot be read, and that nobody has accepted} */
    public synchronized List<Gap> gaps() {
        return gaps.stream().filter(gap -> gap.to() > accepted).toList();
    }

    /**
     * {@return what is known about a step}
     *
     * @param name its name
     */
    public synchronized StepStatus status(String name) {
        return steps.getOrDefault(name, StepStatus.unknown(name));
    }

    /** {@return all steps, in the order in which they were begun first} */
    public synchronized List<StepStatus> steps() {
        return new ArrayList<>(steps.values());
    }

    /** {@return where the cursors of the run are} */
    public RunPlaces places() {
        return places;
    }

    /**
     * {@return how many steps are done, plus how many are undone, plus how often a cursor went on: it grows whenever the run
     * gets on}
     */
    public synchronized long progress() {
        return steps.values().stream()
                        .mapToLong(step -> (step.completion().isPresent() ? 1 : 0)
                                + (step.undoing().settled() ? 1 : 0))
                        .sum()
                + orphaned
                + places.advances();
    }

    /** {@return the steps that a rollback has to undo, the one that was completed last first} */
    public List<StepStatus> pending() {
        return steps().stream()
                .filter(StepStatus::pending)
                .sorted(Comparator.comparingLong((StepStatus step) ->
                                step.completion().orElseThrow().position())
                        .reversed())
                .toList();
    }

    /** {@return why the run is to be rolled back; empty if it is not} */
    public synchronized Optional<String> rollback() {
        return Optional.ofNullable(rollback);
    }
}
