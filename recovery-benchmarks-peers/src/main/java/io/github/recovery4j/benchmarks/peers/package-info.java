/**
 * Our saves beside those of databases and other libraries.
 *
 * <p>A {@link io.github.recovery4j.benchmarks.peers.Peer} opens a {@link io.github.recovery4j.benchmarks.peers.Store};
 * {@link io.github.recovery4j.benchmarks.peers.PeerRatio} compares how fast they save,
 * {@link io.github.recovery4j.benchmarks.peers.Syncs} counts what they ask of the disk for it, and
 * {@link io.github.recovery4j.benchmarks.peers.Open}, {@link io.github.recovery4j.benchmarks.peers.Replay} and
 * {@link io.github.recovery4j.benchmarks.peers.Space} measure the rest. {@code docs/benchmarks.md} has the commands and
 * the figures.
 */
@NullMarked
package io.github.recovery4j.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
