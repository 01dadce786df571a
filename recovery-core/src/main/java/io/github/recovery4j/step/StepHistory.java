package io.github.recovery4j.step;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.UnsupportedFormatException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.storage.RunJournals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the records in the journal of a run add up to. Safe for use by many threads. */
public final class StepHistory {

    private final Map<String, StepStatus> steps = new LinkedHashMap<>();
    private List<Gap> gaps = List.of();
    private @Nullable String rollback;
    private long accepted;
    private long next;

    StepHistory() {}

    /**
     * Reads the history of a run without taking part.
     *
     * @param journals where
     * @param run whose
     * @return its history, as far as it is known
     */
    public static StepHistory read(RunJournals journals, RunKey run) {
        StepHistory history = new StepHistory();
        history.lost(journals.read(run, entry -> history.add(run, entry)));
        return history;
    }

    /** Adds a record that was read. */
    void add(RunKey run, Entry entry) {
        StepRecord record = StepRecord.decoded(entry)
                .orElseThrow(() -> new UnsupportedFormatException("The journal of run " + run, 2, 1));
        add(record, entry.position());
    }

    synchronized void add(StepRecord record, long position) {
        next = Math.max(next, position + 1);
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

    /** {@return how many steps are done, plus how many are undone: it grows whenever the run gets on} */
    public long progress() {
        return steps().stream()
                .mapToLong(step -> (step.completion().isPresent() ? 1 : 0)
                        + (step.undoing().settled() ? 1 : 0))
                .sum();
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
