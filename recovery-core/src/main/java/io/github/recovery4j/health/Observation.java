package io.github.recovery4j.health;

import io.github.recovery4j.probe.Answer;
import java.time.Duration;
import java.time.Instant;

/**
 * What a check answered.
 *
 * @param at when it did, by the wall clock
 * @param answer the answer
 * @param took how long it took
 */
public record Observation(Instant at, Answer answer, Duration took) {}
