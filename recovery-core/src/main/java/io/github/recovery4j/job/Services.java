package io.github.recovery4j.job;

import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.plan.RecoveryPlanner;
import io.github.recovery4j.step.StepTools;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.InstantSource;

/**
 * What a runner works with.
 *
 * @param storage where runs are kept
 * @param codec encodes configurations, states and results
 * @param listener is told what happens; must be guarded
 * @param clock stamps
 * @param ticker measures
 * @param waiter waits
 */
public record Services(
        Storage storage,
        StateCodec codec,
        RecoveryListener listener,
        InstantSource clock,
        Ticker ticker,
        Waiter waiter) {

    /** The leases of the storage; of those of runs, listeners hear. */
    LeaseStore leases() {
        return new AnnouncedLeases(storage.leases(), listener, clock);
    }

    RecoveryPlanner planner() {
        return new RecoveryPlanner(storage.checkpoints(), codec, clock, ticker, waiter);
    }

    StepTools stepTools() {
        return new StepTools(codec, listener, clock, ticker, waiter);
    }

    Services with(Storage other) {
        return new Services(other, codec, listener, clock, ticker, waiter);
    }
}
