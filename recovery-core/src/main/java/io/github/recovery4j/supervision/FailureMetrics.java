package io.github.recovery4j.supervision;

import io.github.recovery4j.time.Durations;
import java.time.Duration;
import java.util.Optional;

/**
 * What became of failures since their supervisor was started. All of a failure, from its detection until it is gone, counts for the
 * kind that it was detected as, whatever it was found to be later. Immutable.
 *
 * @param failures how many were detected
 * @param cured how many of them are gone, by a cure or by themselves
 * @param escalated for how many of them somebody was called; one that was cured after that counts twice
 * @param attempts how often something was tried against them, looking again included
 * @param timeToDetect for how long they may have gone unnoticed, at most: from the begin of the last look that found it well to
 *     the end of the one that found the failure. Those of what was never seen well are not in it; empty if there are no others
 * @param timeToRecover from that until it was found well; empty if none is gone
 */
public record FailureMetrics(
        long failures,
        long cured,
        long escalated,
        long attempts,
        Optional<Durations> timeToDetect,
        Optional<Durations> timeToRecover) {

    static final FailureMetrics NONE = new FailureMetrics(0, 0, 0, 0, Optional.empty(), Optional.empty());

    FailureMetrics detected(Optional<Duration> undetected) {
        Optional<Durations> detections =
                undetected.map(time -> Durations.with(timeToDetect, time)).or(() -> timeToDetect);
        return new FailureMetrics(failures + 1, cured, escalated, attempts, detections, timeToRecover);
    }

    FailureMetrics tried(int times) {
        return new FailureMetrics(failures, cured, escalated, attempts + times, timeToDetect, timeToRecover);
    }

    FailureMetrics somebodyCalled() {
        return new FailureMetrics(failures, cured, escalated + 1, attempts, timeToDetect, timeToRecover);
    }

    FailureMetrics gone(Duration after) {
        return new FailureMetrics(
                failures,
                cured + 1,
                escalated,
                attempts,
                timeToDetect,
                Optional.of(Durations.with(timeToRecover, after)));
    }

    /**
     * {@return these and others together}
     *
     * @param others of another kind, or another subject
     */
    public FailureMetrics and(FailureMetrics others) {
        return new FailureMetrics(
                failures + others.failures,
                cured + others.cured,
                escalated + others.escalated,
                attempts + others.attempts,
                together(timeToDetect, others.timeToDetect),
                together(timeToRecover, others.timeToRecover));
    }

    private static Optional<Durations> together(Optional<Durations> some, Optional<Durations> others) {
        return some.map(these -> others.map(these::and).orElse(these)).or(() -> others);
    }
}
