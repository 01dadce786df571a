package io.github.recovery4j.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What {@link CheckpointStore#load} found.
 *
 * @param checkpoint the newest intact generation that was asked for, if there is one
 * @param location where it lies, in the words of the store; empty if there is none
 * @param damages newer generations that were passed over because they are damaged, newest first
 */
public record Loaded(Optional<Checkpoint> checkpoint, String location, List<Damage> damages) {

    /** Takes a copy of the list. */
    public Loaded {
        damages = List.copyOf(damages);
    }
}
