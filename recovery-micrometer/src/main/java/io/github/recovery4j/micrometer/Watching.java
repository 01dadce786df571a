package io.github.recovery4j.micrometer;

import io.micrometer.core.instrument.Meter;
import java.util.List;

/**
 * Gauges of something that lives. Close it when that is closed before its process ends: what is not looked after any more should not
 * be shown as it was last.
 */
public final class Watching implements AutoCloseable {

    private final Meters meters;
    private final List<Meter> gauges;

    Watching(Meters meters, List<Meter> gauges) {
        this.meters = meters;
        this.gauges = List.copyOf(gauges);
    }

    /** Removes the gauges from all registries. Closing twice does nothing more. */
    @Override
    public void close() {
        gauges.forEach(meters::remove);
    }
}
