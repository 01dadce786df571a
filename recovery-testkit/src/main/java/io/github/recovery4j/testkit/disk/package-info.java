/**
 * File systems that fail: what a file-backed storage is tried on.
 *
 * <p>{@link io.github.recovery4j.testkit.disk.SimulatedDisk} keeps its files in memory and forgets, at a
 * {@link io.github.recovery4j.testkit.disk.Crash}, what POSIX does not promise to be durable.
 * {@link io.github.recovery4j.testkit.disk.FaultyDisk} lets single operations of any disk fail.
 * {@link io.github.recovery4j.testkit.disk.ForwardingDisk},
 * {@link io.github.recovery4j.testkit.disk.ForwardingFile} and {@link io.github.recovery4j.testkit.disk.ForwardingLog}
 * are the base for more of that kind, and {@link io.github.recovery4j.testkit.disk.DiskContract} what every disk must
 * keep.
 */
@NullMarked
package io.github.recovery4j.testkit.disk;

import org.jspecify.annotations.NullMarked;
