package io.github.recovery4j.plan;

/**
 * A change to the live world that a plan asks for: a repair before a resume, or the disposal of what is left of a broken
 * environment before a fresh start.
 *
 * @param description what it does, for people
 * @param procedure does it
 */
public record Remedy(String description, Procedure procedure) {

    @Override
    public String toString() {
        return description;
    }
}
