/**
 * What a durable save costs, and that the cost stays the same.
 *
 * <p>{@link io.github.recovery4j.benchmarks.SaveBenchmark} is the JMH benchmark,
 * {@link io.github.recovery4j.benchmarks.SaveRatio} compares save by save with a bare program,
 * {@link io.github.recovery4j.benchmarks.CodecRatio} compares codecs,
 * {@link io.github.recovery4j.benchmarks.Endurance} looks for leaks. {@code docs/benchmarks.md} has the commands and the
 * figures.
 */
@NullMarked
package io.github.recovery4j.benchmarks;

import org.jspecify.annotations.NullMarked;
