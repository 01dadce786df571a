package io.github.recovery4j.micrometer;

import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked for often and costs something: it is asked for again when the answer is older than so long. Two who
 * come at the same moment may both ask. What the asking throws goes to who asked, and is not remembered. Safe for use by many
 * threads.
 */
final class Recently<T> {

    private final Supplier<T> source;
    private final Duration stale;
    private final Ticker ticker;
    private volatile @Nullable Answer<T> newest;

    Recently(Supplier<T> source, Duration stale, Ticker ticker) {
        this.source = source;
        this.stale = stale;
        this.ticker = ticker;
    }

    private record Answer<T>(T value, long at) {}

    T get() {
        Answer<T> known = newest;
        long now = ticker.nanos();
        if (known != null && now - known.at() <= stale.toNanos()) {
            return known.value();
        }
        Answer<T> asked = new Answer<>(source.get(), now);
        newest = asked;
        return asked.value();
    }
}
