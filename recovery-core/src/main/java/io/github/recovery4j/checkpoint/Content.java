package io.github.recovery4j.checkpoint;

import io.github.recovery4j.codec.Encoded;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a checkpoint holds beside the configuration of its run. */
public sealed interface Content {

    /** The run was accepted and has not saved any state yet; a resumed attempt begins with the initial state. */
    record Admission() implements Content {}

    /**
     * The state of an unfinished run.
     *
     * @param state the user's state
     * @param positions how many items of each named source were processed when the state was true
     */
    record State(Encoded state, Map<String, Long> positions) implements Content {

        /** Takes a copy of the positions; not {@code Map.copyOf}, which names made to collide keep busy for ever. */
        public State {
            positions = positions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(positions));
        }
    }

    /**
     * The run is finished; this is its result, kept so that a repeated start gets it instead of working again.
     *
     * @param result the user's result
     * @param keepUntil wall time from which the run may be forgotten
     */
    record Result(Encoded result, Instant keepUntil) implements Content {}
}
