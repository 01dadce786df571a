package io.github.recovery4j.examples.aggregator;

/** Why a chain is not followed any more. */
enum Ending {
    /** Somebody asked for it. */
    STOPPED("stopped"),
    /** The node has another chain now, such as one that was started anew. */
    ANOTHER_CHAIN("another chain is there now, with another first block"),
    /** More was reorganised than was allowed for. */
    TOO_DEEP("more blocks were replaced than it may go back by itself"),
    /** Something failed that does not go away by itself. */
    FAILED("it failed");

    private final String words;

    Ending(String words) {
        this.words = words;
    }

    /** Whether somebody has to decide how to go on. */
    boolean needsADecision() {
        return this == ANOTHER_CHAIN || this == TOO_DEEP;
    }

    @Override
    public String toString() {
        return words;
    }
}
