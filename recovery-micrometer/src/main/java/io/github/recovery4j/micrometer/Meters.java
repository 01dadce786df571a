package io.github.recovery4j.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Where the areas count and measure: all registries that were bound, with few names. Besides it remembers how often each
 * counter and timer was told something, bound or not.
 *
 * <p>A counter that is told apart by one name is there with 0 as soon as the name is known: whoever asks how much it has grown
 * sees the first time too. Nothing else is there before there is something to tell. Safe for use by many threads.
 */
final class Meters {

    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
    private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
    private final Map<Series, DistributionSummary> summaries = new ConcurrentHashMap<>();
    private final Map<Series, LongAdder> tallies = new ConcurrentHashMap<>();
    private final Set<Series> gauges = ConcurrentHashMap.newKeySet();
    private final List<Definition> counted;
    private final Names names;

    /**
     * Counts nothing yet.
     *
     * @param counted the counters that there are
     * @param mostNames how many names of each kind are told apart
     */
    Meters(List<Definition> counted, int mostNames) {
        this.counted = List.copyOf(counted);
        this.names = new Names(mostNames, this::announce);
    }

    void bind(MeterRegistry another) {
        registry.add(another);
    }

    /** What names are limited to in these meters. */
    String limited(Definition definition, String name) {
        return names.limit(definition, List.of(name)).get(0);
    }

    void count(Definition definition, long amount, String... values) {
        Series series = series(definition, values);
        counter(series).increment((double) amount);
        tally(series, amount);
    }

    void count(Definition definition, String... values) {
        count(definition, 1, values);
    }

    /** A negative time, by a wall clock that was set back, is not known. */
    void time(Definition definition, Duration took, String... values) {
        if (took.isNegative()) {
            return;
        }
        Series series = series(definition, values);
        timers.computeIfAbsent(series, this::timer).record(took);
        tally(series, 1);
    }

    void size(Definition definition, long size, String... values) {
        summaries.computeIfAbsent(series(definition, values), this::summary).record((double) size);
    }

    /** Registers a gauge, unless it is there already: the first one stays until it is removed. */
    List<Meter> gauge(Definition definition, Supplier<Number> value, String... values) {
        Series series = series(definition, values);
        return gauges.add(series) ? List.of(register(series, value)) : List.of();
    }

    /** Shows a count of all lives of a counter or timer, for as long as somebody else holds it too. */
    Meter lifetime(Series series, AtomicLong count) {
        return FunctionCounter.builder(lifetimeName(series.definition()), count, AtomicLong::doubleValue)
                .description("Over all restarts: " + series.definition().meaning())
                .tags(series.tags())
                .register(registry);
    }

    static String lifetimeName(Definition definition) {
        return definition.name() + ".lifetime";
    }

    void remove(Meter meter) {
        gauges.removeIf(
                series -> series.definition().name().equals(meter.getId().getName())
                        && series.tags().stream().toList().equals(meter.getId().getTags()));
        registry.remove(meter);
    }

    /** How often each counter and timer was told something until now. */
    Map<Series, Long> tallies() {
        Map<Series, Long> now = new HashMap<>();
        tallies.forEach((series, tally) -> now.put(series, tally.sum()));
        return now;
    }

    private Series series(Definition definition, String... values) {
        if (values.length != definition.tags().size()) {
            throw new IllegalArgumentException(
                    "%s has the tags %s, got %s".formatted(definition.name(), definition.keys(), List.of(values)));
        }
        return new Series(definition, names.limit(definition, List.of(values)));
    }

    private void tally(Series series, long amount) {
        tallies.computeIfAbsent(series, any -> new LongAdder()).add(amount);
    }

    private Counter counter(Series series) {
        return counters.computeIfAbsent(
                series, any -> Counter.builder(series.definition().name())
                        .description(series.definition().meaning())
                        .tags(series.tags())
                        .register(registry));
    }

    private Timer timer(Series series) {
        return Timer.builder(series.definition().name())
                .description(series.definition().meaning())
                .tags(series.tags())
                .register(registry);
    }

    private DistributionSummary summary(Series series) {
        return DistributionSummary.builder(series.definition().name())
                .description(series.definition().meaning())
                .baseUnit(series.definition().unit())
                .tags(series.tags())
                .register(registry);
    }

    private Gauge register(Series series, Supplier<Number> value) {
        Gauge.Builder<Supplier<Number>> gauge = Gauge.builder(
                        series.definition().name(), value)
                .description(series.definition().meaning())
                .tags(series.tags());
        if (!series.definition().unit().isEmpty()) {
            gauge.baseUnit(series.definition().unit());
        }
        return gauge.register(registry);
    }

    /** Shows with 0 what is counted of a name that nobody has heard of before. */
    private void announce(Tag tag, String name) {
        counted.stream()
                .filter(each -> each.isOnlyNamedBy(tag))
                .flatMap(each -> combinations(each, tag, name).stream().map(values -> new Series(each, values)))
                .forEach(this::counter);
    }

    private static List<List<String>> combinations(Definition definition, Tag named, String name) {
        List<List<String>> all = List.of(List.of());
        for (Tag tag : definition.tags()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> values : all) {
                for (String value : tag.equals(named) ? List.of(name) : tag.choices()) {
                    List<String> more = new ArrayList<>(values);
                    more.add(value);
                    longer.add(List.copyOf(more));
                }
            }
            all = longer;
        }
        return all;
    }
}
