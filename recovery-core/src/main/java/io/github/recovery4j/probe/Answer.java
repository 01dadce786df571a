package io.github.recovery4j.probe;

/** The answer of the live world to one question. */
public sealed interface Answer {

    /** {@return why, for people; may be empty} */
    String reason();

    /**
     * It is as asked for.
     *
     * @param reason what shows it
     */
    record Up(String reason) implements Answer {
        @Override
        public String toString() {
            return text("up", reason);
        }
    }

    /**
     * It is certainly not as asked for.
     *
     * @param reason what shows it
     */
    record Down(String reason) implements Answer {
        @Override
        public String toString() {
            return text("down", reason);
        }
    }

    /**
     * It could not be told.
     *
     * @param reason what kept it from being told
     */
    record Unknown(String reason) implements Answer {
        @Override
        public String toString() {
            return text("unknown", reason);
        }
    }

    /**
     * {@return up}
     *
     * @param reason what shows it
     */
    static Answer up(String reason) {
        return new Up(reason);
    }

    /**
     * {@return down}
     *
     * @param reason what shows it
     */
    static Answer down(String reason) {
        return new Down(reason);
    }

    /**
     * {@return unknown}
     *
     * @param reason what kept it from being told
     */
    static Answer unknown(String reason) {
        return new Unknown(reason);
    }

    /**
     * {@return up or down}
     *
     * @param up whether it is up
     * @param reason what shows it
     */
    static Answer of(boolean up, String reason) {
        return up ? up(reason) : down(reason);
    }

    /** {@return the opposite; unknown stays unknown} */
    default Answer not() {
        if (this instanceof Up) {
            return down(reason());
        }
        return this instanceof Down ? up(reason()) : this;
    }

    /**
     * {@return the same answer for another reason}
     *
     * @param why the reason
     */
    default Answer because(String why) {
        if (this instanceof Up) {
            return up(why);
        }
        return this instanceof Down ? down(why) : unknown(why);
    }

    private static String text(String answer, String reason) {
        return reason.isEmpty() ? answer : answer + ": " + reason;
    }
}
