package io.github.recovery4j.shutdown;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a shutdown went.
 *
 * @param phases every phase in order
 */
public record ShutdownReport(List<PhaseReport> phases) {

    /** Takes a copy of the list. */
    public ShutdownReport {
        phases = List.copyOf(phases);
    }

    /** How a phase ended. */
    public enum Ending {
        /** It did what it should. */
        DONE,
        /** It took too long and was cut off; it may still be running. */
        CUT_OFF,
        /** It threw. */
        FAILED
    }

    /**
     * How one phase went.
     *
     * @param name which
     * @param ending how it ended
     * @param failure what it threw
     */
    public record PhaseReport(String name, Ending ending, Optional<Throwable> failure) {

        @Override
        public String toString() {
            return name + ": " + ending + failure.map(e -> " (" + e + ")").orElse("");
        }
    }

    /** {@return whether every phase did what it should} */
    public boolean clean() {
        return phases.stream().allMatch(phase -> phase.ending() == Ending.DONE);
    }

    /** {@return the phases that did not, for people; empty if all did} */
    public String problems() {
        return phases.stream()
                .filter(phase -> phase.ending() != Ending.DONE)
                .map(PhaseReport::toString)
                .collect(Collectors.joining("; "));
    }
}
