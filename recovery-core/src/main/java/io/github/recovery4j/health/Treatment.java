package io.github.recovery4j.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A healing that was tried. Whether it helped, the next answers of the check tell.
 *
 * @param at when it ended, by the wall clock
 * @param what what was done, in words
 * @param failure what was thrown; empty if it ended well
 * @param took how long it took
 */
public record Treatment(Instant at, String what, Optional<Throwable> failure, Duration took) {}
