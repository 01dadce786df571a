/**
 * Restarts that nobody outside notices: what was written outside is remembered, and after a restart only what really changed
 * is written again.
 *
 * <p>{@link io.github.recovery4j.warm.WarmRestart} is what a user sees, {@link io.github.recovery4j.warm.WarmDefinition} what
 * one is opened with, {@link io.github.recovery4j.warm.Outside} what the user writes, {@link
 * io.github.recovery4j.warm.WarmRestarts} opens them. Behind them: {@code Items} (what the outside has and what the source has
 * told, key by key), {@code StateLog} (the bytes, and the numbered invariants of the state that is kept), {@code Recollection}
 * (what the records of an earlier process add up to).
 */
@NullMarked
package io.github.recovery4j.warm;

import org.jspecify.annotations.NullMarked;
