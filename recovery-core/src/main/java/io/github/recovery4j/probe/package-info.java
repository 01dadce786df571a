/**
 * Questions to the live world. A {@link io.github.recovery4j.probe.Probe} asks one, changes nothing, and answers in time:
 * up, down, or unknown, each with a reason. "Could not tell" is never "down".
 *
 * <p>Ready-made ones are in {@link io.github.recovery4j.probe.Probes}; any {@link io.github.recovery4j.probe.Question}
 * makes another one. {@code all}, {@code any}, {@code not}, {@code optional} and {@code unless} put them together, in
 * Kleene's logic: an unknown part leaves the whole unknown, unless the others settle it.
 */
@NullMarked
package io.github.recovery4j.probe;

import org.jspecify.annotations.NullMarked;
