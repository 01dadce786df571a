/**
 * Recovery4j: long-running jobs that go on where they stopped.
 *
 * <p>{@link io.github.recovery4j.Recovery} is the entry point. It puts the parts together and is the only place that
 * knows implementations; every other package depends on interfaces, and only on packages further down:
 *
 * <pre>
 * job                           lease, plan, work, save, outcome
 * plan · shutdown               what to do, and when
 * event                         what happened
 * file · memory                 where it is kept
 * storage                       checkpoints and leases of one place
 * lease                         one run, one owner
 * checkpoint · environment      the words and the contracts
 * codec · time
 * </pre>
 */
@NullMarked
package io.github.recovery4j;

import org.jspecify.annotations.NullMarked;
