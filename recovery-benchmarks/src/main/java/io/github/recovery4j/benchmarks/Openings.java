package io.github.recovery4j.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** How long something took, time after time in one process: the first is that of a process that has just started. */
final class Openings {

    static final int TIMES = 5;

    private final List<Double> millis = new ArrayList<>();

    <T> T time(Supplier<T> opening) {
        long start = System.nanoTime();
        T opened = opening.get();
        millis.add((System.nanoTime() - start) / 1e6);
        return opened;
    }

    @Override
    public String toString() {
        return String.join(
                " · ", millis.stream().map(each -> "%.1f".formatted(each)).toList());
    }
}
