package io.github.recovery4j.queue;

import io.github.recovery4j.codec.Encoded;
import java.time.Instant;
import java.util.Optional;

/**
 * A piece of work. Its payload stays encoded.
 *
 * @param id which
 * @param terms on which terms
 * @param payload what was submitted
 * @param number the id of the event that submitted it
 * @param submitted when that was recorded
 * @param standing where it stands
 */
record Item(String id, Terms terms, Encoded payload, long number, Instant submitted, Standing standing) {

    /**
     * Where it stands.
     *
     * @param state in a word
     * @param newest the id of the event that says so
     * @param changed when that was recorded
     * @param claim the number of the claim under which it is, or was finished; 0 if there is none
     * @param attempts how often it was claimed
     * @param outcome what came of it; may be empty
     * @param failure why it failed, if it did
     * @param orphaned whether the place on which it hangs does not hold any more
     */
    record Standing(
            ItemState state,
            long newest,
            Instant changed,
            long claim,
            int attempts,
            String outcome,
            Optional<Failure> failure,
            boolean orphaned) {}

    ItemState state() {
        return standing.state();
    }

    long newest() {
        return standing.newest();
    }

    /** Whether somebody has a claim on it. */
    boolean isClaimed() {
        return state() == ItemState.PROCESSING;
    }

    boolean isFinished() {
        return state() == ItemState.COMPLETED || state() == ItemState.FAILED;
    }

    /** Whether its id may be submitted again. */
    boolean isGivenUp() {
        return state() == ItemState.FAILED && standing.orphaned();
    }

    Item at(Standing other) {
        return new Item(id, terms, payload, number, submitted, other);
    }
}
