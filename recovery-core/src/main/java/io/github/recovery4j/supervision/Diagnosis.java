package io.github.recovery4j.supervision;

/** What a detector found out. */
public sealed interface Diagnosis {

    /** It is well. */
    record Healthy() implements Diagnosis {
        @Override
        public String toString() {
            return "healthy";
        }
    }

    /**
     * It has certainly failed.
     *
     * @param kind how
     * @param reason what shows it
     */
    record Failed(FailureKind kind, String reason) implements Diagnosis {
        @Override
        public String toString() {
            return "%s: %s".formatted(kind, reason);
        }
    }

    /**
     * It could not be told. Nothing is done about that.
     *
     * @param reason what kept it from being told
     */
    record Unknown(String reason) implements Diagnosis {
        @Override
        public String toString() {
            return "unknown: " + reason;
        }
    }

    /** {@return healthy} */
    static Diagnosis healthy() {
        return new Healthy();
    }

    /**
     * {@return failed}
     *
     * @param kind how
     * @param reason what shows it
     */
    static Diagnosis failed(FailureKind kind, String reason) {
        return new Failed(kind, reason);
    }

    /**
     * {@return unknown}
     *
     * @param reason what kept it from being told
     */
    static Diagnosis unknown(String reason) {
        return new Unknown(reason);
    }
}
