/**
 * File systems that fail: what a file-backed storage is tried on.
 *
 * <p>{@link io.github.recovery4j.testkit.disk.SimulatedDisk} keeps its files in memory and forgets, at a
 * {@link io.github.recovery4j.testkit.disk.Crash}, what POSIX does not promise to be durable.
 * {@link io.github.recovery4j.testkit.disk.FaultyDisk} lets single operations of any disk fail.
 * {@link io.github.recovery4j.testkit.disk.DiskContract} is what every disk must keep; {@link
 * io.github.recovery4j.disk.ForwardingDisk} is the base for more of that kind.
 */
@NullMarked
package io.github.recovery4j.testkit.disk;

import org.jspecify.annotations.NullMarked;
