package io.github.recovery4j.lease;

import java.util.Optional;

/** The answer to an attempt to take a lease. */
public sealed interface Claim {

    /**
     * The lease is the caller's until it is released or lost.
     *
     * @param lease the lease
     */
    record Acquired(Lease lease) implements Claim {}

    /**
     * Somebody else has it.
     *
     * @param holder who; empty if the medium only tells that it is taken
     */
    record Held(Optional<Holder> holder) implements Claim {}
}
