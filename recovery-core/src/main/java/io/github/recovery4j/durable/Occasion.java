package io.github.recovery4j.durable;

import java.time.Instant;
import java.util.Optional;

/**
 * What is said of a change besides itself.
 *
 * @param happened when it happened, if that is not now
 * @param cause what led to it; may be empty
 */
public record Occasion(Optional<Instant> happened, String cause) {

    /** Now, and for no reason that was told. */
    public static final Occasion NOW = new Occasion(Optional.empty(), "");
}
