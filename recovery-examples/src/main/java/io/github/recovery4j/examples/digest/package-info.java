/**
 * A resumable manifest of checksums, and a demo that kills it again and again.
 *
 * <p>{@link io.github.recovery4j.examples.digest.Digest} is the command. What Recovery4j needs to know is in
 * {@code DigestJob}: a configuration, a state, when a state still holds, and the work, which is {@code DigestWork}.
 * {@link io.github.recovery4j.examples.digest.Demo} runs the command in processes of its own.
 */
@NullMarked
package io.github.recovery4j.examples.digest;

import org.jspecify.annotations.NullMarked;
