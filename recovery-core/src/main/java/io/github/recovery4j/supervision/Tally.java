package io.github.recovery4j.supervision;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Counts what becomes of the failures of one subject, of which there is one at a time. Safe for use by many threads. */
final class Tally {

    private final Map<FailureKind, FailureMetrics> byKind = new LinkedHashMap<>();
    private FailureKind current = FailureKind.CRASHED;

    /** A new failure; what follows is about it. */
    synchronized void detected(FailureKind kind, Optional<Duration> undetected) {
        current = kind;
        count(metrics -> metrics.detected(undetected));
    }

    synchronized void tried(int times) {
        count(metrics -> metrics.tried(times));
    }

    synchronized void somebodyCalled() {
        count(FailureMetrics::somebodyCalled);
    }

    synchronized void gone(Duration after) {
        count(metrics -> metrics.gone(after));
    }

    private void count(UnaryOperator<FailureMetrics> change) {
        byKind.put(current, change.apply(byKind.getOrDefault(current, FailureMetrics.NONE)));
    }

    synchronized Map<FailureKind, FailureMetrics> byKind() {
        return new LinkedHashMap<>(byKind);
    }
}
