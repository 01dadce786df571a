/**
 * Proves that a job can be resumed: it is run once uninterrupted, and then again and again with a crash at every boundary.
 *
 * <p>Start at {@link io.github.recovery4j.testkit.crash.CrashTest}. A job is tested as a
 * {@link io.github.recovery4j.testkit.crash.JobUnderTest}, in a {@link io.github.recovery4j.testkit.crash.World} of its
 * own; what came of it is a {@link io.github.recovery4j.testkit.crash.CrashReport}.
 *
 * <p>How it works, from the inside out: a {@code Life} counts the boundaries that a process passes, and ends at one of
 * them; {@code MortalStorage} and {@code World} are what passes them. A {@code Host} lives a life: {@code ThisJvm} ends
 * it with an error that everything throws from then on, {@code ChildJvms} with a SIGKILL. {@code Trials} puts lives
 * together until one ends by itself, {@code Exploration} chooses the crashes, and {@code Uninterrupted} judges.
 */
@NullMarked
package io.github.recovery4j.testkit.crash;

import org.jspecify.annotations.NullMarked;
