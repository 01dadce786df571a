/**
 * Brings a pair of Ethereum nodes in sync and reports on it, for as long as that takes, whatever kills the program.
 *
 * <p>{@link io.github.recovery4j.examples.sync.Sync} is the command. What Recovery4j needs to know is in {@code SyncJob}: which
 * runs are the same, and which environment has to be there. {@code SyncWork} follows the nodes; {@code Nodes} are where they
 * run, in an enclave of Kurtosis or as processes of this machine, for which {@code SimulatedNode} is the program.
 */
@NullMarked
package io.github.recovery4j.examples.sync;

import org.jspecify.annotations.NullMarked;
