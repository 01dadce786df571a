package io.github.recovery4j.plan;

import io.github.recovery4j.environment.BeyondRepairException;
import java.util.Optional;

/**
 * A change to the live world that a plan asks for: a repair before a resume, or the disposal of what is left of a broken
 * environment before a fresh start.
 *
 * @param description what it does, for people
 * @param procedure does it. A repair that throws {@link BeyondRepairException} gives the run up, like
 *     {@link Validation.Gone}; what else it throws refuses the start, and keeps the run
 * @param disposal removes what a repair says is beyond it
 */
public record Remedy(String description, Procedure procedure, Optional<Remedy> disposal) {

    /**
     * A remedy that leaves nothing to dispose of.
     *
     * @param description what it does, for people
     * @param procedure does it
     */
    public Remedy(String description, Procedure procedure) {
        this(description, procedure, Optional.empty());
    }

    @Override
    public String toString() {
        return description
                + disposal.map(" (or, if it is beyond repair, %s)"::formatted).orElse("");
    }
}
