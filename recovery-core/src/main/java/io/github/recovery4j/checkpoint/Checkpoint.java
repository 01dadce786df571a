package io.github.recovery4j.checkpoint;

import io.github.recovery4j.codec.Encoded;

/**
 * One saved generation of a run. Immutable, and complete in itself: it can be understood without any other file or
 * row.
 *
 * @param run whose it is
 * @param instance a label for people and file names; never an identity, may be empty
 * @param stamp generation, fencing token and time
 * @param config the configuration the run was admitted with
 * @param content admission, state or result
 */
public record Checkpoint(RunKey run, String instance, Stamp stamp, Encoded config, Content content) {

    /** {@return the number of this checkpoint within its run} */
    public long generation() {
        return stamp.generation();
    }

    /** {@return whether the run still has work to do} */
    public boolean unfinished() {
        return !(content instanceof Content.Result);
    }

    @Override
    public String toString() {
        return "%s generation %d".formatted(run, generation());
    }
}
