package io.github.recovery4j.plan;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.Stamp;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * What an earlier attempt left.
 *
 * @param run whose it is
 * @param config the configuration the run was admitted with
 * @param state the saved state; empty if the run was admitted and has saved none
 * @param positions how many items of each named source were processed
 * @param stamp generation and time of the save
 * @param location where it lies, in the words of the storage
 * @param <C> the configuration of the job
 * @param <S> its state
 */
public record RecoveryState<C, S>(
        RunKey run, C config, Optional<S> state, Map<String, Long> positions, Stamp stamp, String location) {

    /** {@return the number of the checkpoint} */
    public long generation() {
        return stamp.generation();
    }

    @Override
    public String toString() {
        return "run %s, generation %d of %s%s"
                .formatted(
                        run.id(),
                        generation(),
                        stamp.savedAt().truncatedTo(ChronoUnit.MILLIS),
                        state.isEmpty() ? " (no state saved yet)" : "");
    }
}
