package io.github.recovery4j.checkpoint;

/**
 * A stored generation that is not what was saved: torn, rotten, or somebody else's. It is never returned as a
 * checkpoint and never deleted; its owner may set it aside with {@link CheckpointStore#quarantine}.
 *
 * @param run under whose name it lies
 * @param location where it lies, in the words of the store (a file, a row)
 * @param reason what is wrong with it
 */
public record Damage(RunKey run, String location, String reason) {

    @Override
    public String toString() {
        return location + ": " + reason;
    }
}
