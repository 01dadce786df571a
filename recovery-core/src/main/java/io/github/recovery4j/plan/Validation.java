package io.github.recovery4j.plan;

import java.util.List;
import java.util.Optional;

/**
 * Whether a state still holds in the live world. Of several answers the strongest counts: {@code Gone}, then
 * {@code Unknown}, {@code Rewind}, {@code Repairable} and {@code Valid}.
 */
public sealed interface Validation {

    /** {@return every check behind the answer, passed ones included} */
    List<Check> checks();

    /**
     * The run can go on.
     *
     * @param checks what was checked
     */
    record Valid(List<Check> checks) implements Validation {
        /** Takes a copy of the list. */
        public Valid {
            checks = List.copyOf(checks);
        }
    }

    /**
     * The run can go on after the world was repaired.
     *
     * @param checks what was checked
     * @param repairs what to do, in this order
     */
    record Repairable(List<Check> checks, List<Remedy> repairs) implements Validation {
        /** Takes copies of the lists. */
        public Repairable {
            checks = List.copyOf(checks);
            repairs = List.copyOf(repairs);
        }
    }

    /**
     * This state is no longer true, for instance after a chain reorganisation; an older one may be.
     *
     * @param checks what was checked
     */
    record Rewind(List<Check> checks) implements Validation {
        /** Takes a copy of the list. */
        public Rewind {
            checks = List.copyOf(checks);
        }
    }

    /**
     * What the run depends on is absent or beyond repair; no state of it can be resumed.
     *
     * @param checks what was checked
     * @param disposal removes what is left of it, so that a fresh start does not land in it again
     */
    record Gone(List<Check> checks, Optional<Remedy> disposal) implements Validation {
        /** Takes a copy of the list. */
        public Gone {
            checks = List.copyOf(checks);
        }
    }

    /**
     * It could not be told; to be asked again.
     *
     * @param checks what was checked
     */
    record Unknown(List<Check> checks) implements Validation {
        /** Takes a copy of the list. */
        public Unknown {
            checks = List.copyOf(checks);
        }
    }
}
