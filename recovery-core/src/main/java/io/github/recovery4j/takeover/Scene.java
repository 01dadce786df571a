package io.github.recovery4j.takeover;

import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.job.JobRunner;
import io.github.recovery4j.storage.Storage;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a take-over works with.
 *
 * @param runner works on runs
 * @param storage where they are
 * @param leaseTtl how long the runs of a dead owner may look as if they had one
 * @param listener is told what happens; must be guarded
 * @param clock stamps
 * @param ticker measures
 */
public record Scene(
        JobRunner runner,
        Storage storage,
        Duration leaseTtl,
        RecoveryListener listener,
        InstantSource clock,
        Ticker ticker) {}
