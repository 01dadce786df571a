package io.github.recovery4j.lease;

import java.util.Optional;

/** The answer to an attempt to take a lease. */
public sealed interface Claim {

    /**
     * The lease is the caller's until it is released or lost.
     *
     * @param lease the lease
     * @param abandoned who had it before and did not give it back, as far as that is known: the owner died, or lost it
     */
    record Acquired(Lease lease, Optional<Holder> abandoned) implements Claim {}

    /**
     * Somebody else has it.
     *
     * @param holder who; empty if the medium only tells that it is taken
     */
    record Held(Optional<Holder> holder) implements Claim {}
}
