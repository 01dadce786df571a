package io.github.recovery4j.examples.sessions;

import java.time.Duration;

/**
 * How fast a keeper is.
 *
 * @param look between two looks at something
 * @param moment for how long something may be stopped before it counts as frozen
 * @param settling how long what was started has to run before it counts as recovered
 * @param confirming how long that may take
 */
record Pace(Duration look, Duration moment, Duration settling, Duration confirming) {

    /** Crashed is noticed within a second or two, frozen within three or four; both are repaired a second or two later. */
    static final Pace USUAL =
            new Pace(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(4));
}
