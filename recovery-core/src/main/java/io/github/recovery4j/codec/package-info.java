/**
 * Turns the values of a job (its configuration, its state, its result) into bytes and back.
 *
 * <p>Start at {@link io.github.recovery4j.codec.StateCodec}; what it makes is an
 * {@link io.github.recovery4j.codec.Encoded} section, which carries the codec's name and a version beside the bytes,
 * so that a value can outlive the class it was made from. {@code recovery-jackson} brings the implementation that is
 * found when none is configured. {@link io.github.recovery4j.codec.CompressingCodec} makes the large sections of another
 * codec smaller.
 */
@NullMarked
package io.github.recovery4j.codec;

import org.jspecify.annotations.NullMarked;
