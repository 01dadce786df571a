package io.github.recovery4j.step;

import io.github.recovery4j.codec.Encoded;
import java.util.Optional;

/**
 * What the records about one step add up to.
 *
 * @param name the name of the step
 * @param tries how often it was tried
 * @param completion how it was completed; empty if it was not
 * @param undoing what was done to undo it
 * @param place the place of a cursor on which it hangs, if any: once that does not hold any more, nothing of this is known
 */
public record StepStatus(
        String name, Tries tries, Optional<Completion> completion, Undoing undoing, Optional<Place> place) {

    /**
     * How often a step was tried.
     *
     * @param total by all processes
     * @param current since it was given up last
     * @param failure how it failed last; empty if the newest try has not failed
     */
    public record Tries(int total, int current, Optional<String> failure) {}

    /**
     * How a step was completed.
     *
     * @param position where that is recorded: later for what was completed later
     * @param result what it returned; empty if that is null
     * @param compensation the name of what undoes it; empty if nothing does
     */
    public record Completion(long position, Optional<Encoded> result, String compensation) {

        /** {@return whether it has to be undone when its run is rolled back} */
        public boolean compensable() {
            return !compensation.isEmpty();
        }
    }

    /**
     * What was done to undo a step.
     *
     * @param settled whether it is undone, or somebody decided that it is not
     * @param attempts how often it was tried
     * @param failure how it failed last; empty if it has not
     */
    public record Undoing(boolean settled, int attempts, Optional<String> failure) {}

    static StepStatus unknown(String name) {
        return new StepStatus(
                name,
                new Tries(0, 0, Optional.empty()),
                Optional.empty(),
                new Undoing(false, 0, Optional.empty()),
                Optional.empty());
    }

    /** {@return whether it has to be undone, and is not} */
    public boolean pending() {
        return completion.filter(Completion::compensable).isPresent() && !undoing.settled;
    }

    StepStatus after(StepRecord record, long position) {
        return changed(record, position).at(record.place());
    }

    private StepStatus at(Optional<Place> where) {
        return new StepStatus(name, tries, completion, undoing, where);
    }

    private StepStatus changed(StepRecord record, long position) {
        return switch (record.kind()) {
            case STARTED -> tried(new Tries(record.attempt(), tries.current + 1, Optional.empty()));
            case FAILED -> tried(new Tries(tries.total, tries.current, Optional.of(record.text())));
            case GIVEN_UP -> tried(new Tries(tries.total, 0, Optional.of(record.text())));
            case COMPLETED ->
                new StepStatus(
                        name,
                        tries,
                        Optional.of(new Completion(position, record.result(), record.text())),
                        undoing,
                        place);
            case UNDO_STARTED -> undoing(new Undoing(undoing.settled, record.attempt(), undoing.failure));
            case UNDO_FAILED -> undoing(new Undoing(undoing.settled, undoing.attempts, Optional.of(record.text())));
            case UNDONE, UNDO_SKIPPED -> undoing(new Undoing(true, undoing.attempts, undoing.failure));
            case ROLLBACK, LOSS_ACCEPTED -> this;
        };
    }

    private StepStatus tried(Tries now) {
        return new StepStatus(name, now, completion, undoing, place);
    }

    private StepStatus undoing(Undoing now) {
        return new StepStatus(name, tries, completion, now, place);
    }
}
