package io.github.recovery4j.warm;

import io.github.recovery4j.binary.FieldReader;
import io.github.recovery4j.binary.FieldWriter;
import io.github.recovery4j.time.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What happened over all lives of a {@link WarmRestart}, restarts included. Immutable.
 *
 * @param since from when on it was counted: the first start, or the one after the state was lost
 * @param coldStarts starts of which nothing could be said of the outside
 * @param warmStarts starts with entries
 * @param endedBySignal syncs whose end was told, complete or partial, each counted once
 * @param endedByTimeout syncs whose end was not told in time, each counted once
 * @param loadFailures starts at which some of the state, or all of it, could not be read
 * @param durations how long syncs took, from the start to the last write; empty if none has ended
 */
public record WarmMetrics(
        Instant since,
        long coldStarts,
        long warmStarts,
        long endedBySignal,
        long endedByTimeout,
        long loadFailures,
        Optional<Durations> durations) {

    static WarmMetrics none(Instant since) {
        return new WarmMetrics(since, 0, 0, 0, 0, 0, Optional.empty());
    }

    WarmMetrics after(Change change) {
        if (change instanceof Change.Started it) {
            return started(it.warm(), it.damaged());
        }
        return change instanceof Change.Ended it ? ended(it.byTimeout(), it.took()) : this;
    }

    private WarmMetrics started(boolean warm, boolean damaged) {
        return new WarmMetrics(
                since,
                coldStarts + (warm ? 0 : 1),
                warmStarts + (warm ? 1 : 0),
                endedBySignal,
                endedByTimeout,
                loadFailures + (damaged ? 1 : 0),
                durations);
    }

    private WarmMetrics ended(boolean byTimeout, Duration took) {
        return new WarmMetrics(
                since,
                coldStarts,
                warmStarts,
                endedBySignal + (byTimeout ? 0 : 1),
                endedByTimeout + (byTimeout ? 1 : 0),
                loadFailures,
                Optional.of(Durations.with(durations, took)));
    }

    FieldWriter write(FieldWriter writer) {
        writer.instant(since)
                .longNumber(coldStarts)
                .longNumber(warmStarts)
                .longNumber(endedBySignal)
                .longNumber(endedByTimeout)
                .longNumber(loadFailures)
                .flag(durations.isPresent());
        durations.ifPresent(all -> writer.longNumber(all.count())
                .longNumber(all.min().toNanos())
                .longNumber(all.max().toNanos())
                .longNumber(all.total().toNanos()));
        return writer;
    }

    static WarmMetrics read(FieldReader reader) {
        return new WarmMetrics(
                reader.instant(),
                reader.longNumber(),
                reader.longNumber(),
                reader.longNumber(),
                reader.longNumber(),
                reader.longNumber(),
                reader.flag() ? Optional.of(readDurations(reader)) : Optional.empty());
    }

    private static Durations readDurations(FieldReader reader) {
        return new Durations(
                reader.longNumber(),
                Duration.ofNanos(reader.longNumber()),
                Duration.ofNanos(reader.longNumber()),
                Duration.ofNanos(reader.longNumber()));
    }
}
