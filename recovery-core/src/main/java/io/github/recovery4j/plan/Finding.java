package io.github.recovery4j.plan;

import io.github.recovery4j.checkpoint.Damage;
import io.github.recovery4j.checkpoint.RunKey;
import java.util.List;
import java.util.stream.Collectors;

/** One thing that was found on the way to a decision. */
public sealed interface Finding {

    /** {@return the finding in one line, for people} */
    String describe();

    /**
     * A run belongs to another configuration and was left alone.
     *
     * @param run which
     * @param mismatches in what it differs
     */
    record PassedOver(RunKey run, List<Mismatch> mismatches) implements Finding {
        /** Takes a copy of the list. */
        public PassedOver {
            mismatches = List.copyOf(mismatches);
        }

        @Override
        public String describe() {
            return "run %s was passed over, its configuration differs in %s"
                    .formatted(
                            run.id(),
                            mismatches.stream().map(Mismatch::toString).collect(Collectors.joining("; ")));
        }
    }

    /**
     * A generation is damaged; an older one was tried.
     *
     * @param damage which, and why
     */
    record Damaged(Damage damage) implements Finding {
        @Override
        public String describe() {
            return "damaged and kept as evidence: " + damage;
        }
    }

    /**
     * The live world was asked.
     *
     * @param generation about which generation
     * @param check the question and its answer
     */
    record Checked(long generation, Check check) implements Finding {
        @Override
        public String describe() {
            return "check for generation %d: %s".formatted(generation, check);
        }
    }

    /**
     * Something else that is worth knowing.
     *
     * @param text what
     */
    record Noted(String text) implements Finding {
        @Override
        public String describe() {
            return text;
        }
    }
}
