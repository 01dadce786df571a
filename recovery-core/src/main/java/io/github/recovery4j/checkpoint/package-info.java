/**
 * What a run leaves behind, and the contract of the place that keeps it.
 *
 * <p>A {@link io.github.recovery4j.checkpoint.RunKey run} has {@link io.github.recovery4j.checkpoint.Checkpoint
 * checkpoints}, numbered by a strictly increasing <em>generation</em>. The first is its admission: the configuration
 * it was accepted with, and no state yet. Start at {@link io.github.recovery4j.checkpoint.CheckpointStore}.
 *
 * <p>Damage is a value ({@link io.github.recovery4j.checkpoint.Damage}), not an exception: one bad file must not keep
 * the next one from being read. Exceptions are for what stops a caller:
 * {@link io.github.recovery4j.checkpoint.FencedException} (no longer the owner),
 * {@link io.github.recovery4j.checkpoint.UnsupportedFormatException} (written by a newer release),
 * {@link io.github.recovery4j.checkpoint.StorePoisonedException} (reopen it first),
 * {@link io.github.recovery4j.checkpoint.StoreClosedException}, and
 * {@link io.github.recovery4j.checkpoint.StoreException} for every other failure of the medium.
 */
@NullMarked
package io.github.recovery4j.checkpoint;

import org.jspecify.annotations.NullMarked;
