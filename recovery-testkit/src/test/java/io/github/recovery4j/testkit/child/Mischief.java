package io.github.recovery4j.testkit.child;

/** What is done to a child. */
enum Mischief {
    /** SIGKILL. */
    KILL("crashed"),
    /** SIGSTOP. */
    STOP("frozen"),
    /** It goes on, but does nothing any more, and does not beat. */
    HANG("frozen"),
    /** Its state is damaged. */
    DAMAGE("corrupted");

    private final String kind;

    Mischief(String kind) {
        this.kind = kind;
    }

    /** As what it should be detected. */
    String kind() {
        return kind;
    }
}
