/**
 * A place where checkpoints and leases are kept together: {@link io.github.recovery4j.storage.Storage} is what a
 * storage module implements and what {@link io.github.recovery4j.RecoveryBuilder} takes.
 */
@NullMarked
package io.github.recovery4j.storage;

import org.jspecify.annotations.NullMarked;
