package io.github.recovery4j.plan;

import io.github.recovery4j.probe.Answer;
import java.util.Locale;

/**
 * One question that a validator asked of the live world.
 *
 * @param name what was checked
 * @param verdict the answer
 * @param detail why, for people; may be empty
 */
public record Check(String name, Verdict verdict, String detail) {

    /** The answer to a check. */
    public enum Verdict {
        /** As it should be. */
        PASSED,
        /** Not as it should be, but the run can go on without it. */
        WARNED,
        /** Not as it should be. */
        FAILED,
        /** Could not be told. */
        UNKNOWN
    }

    /**
     * {@return a check that passed}
     *
     * @param name what was checked
     */
    public static Check passed(String name) {
        return new Check(name, Verdict.PASSED, "");
    }

    /**
     * {@return a check that failed}
     *
     * @param name what was checked
     * @param detail why
     */
    public static Check failed(String name, String detail) {
        return new Check(name, Verdict.FAILED, detail);
    }

    /**
     * {@return a check without an answer}
     *
     * @param name what was checked
     * @param detail why there is none
     */
    public static Check unknown(String name, String detail) {
        return new Check(name, Verdict.UNKNOWN, detail);
    }

    /**
     * {@return a check that a probe answered}
     *
     * @param name what was checked
     * @param answer up passes, down fails
     */
    public static Check of(String name, Answer answer) {
        if (answer instanceof Answer.Up) {
            return new Check(name, Verdict.PASSED, answer.reason());
        }
        return answer instanceof Answer.Down ? failed(name, answer.reason()) : unknown(name, answer.reason());
    }

    /** {@return the same check as a warning, unless it passed} */
    public Check optional() {
        return verdict == Verdict.PASSED ? this : new Check(name, Verdict.WARNED, detail);
    }

    @Override
    public String toString() {
        return name + " " + verdict.name().toLowerCase(Locale.ROOT) + (detail.isEmpty() ? "" : ": " + detail);
    }
}
