package io.github.recovery4j.micrometer;

import io.github.recovery4j.micrometer.LifetimeCounts.Count;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What earlier processes have counted, and what it is together with the counts of this one. The names of earlier ones are let in
 * first; all lives together have no more of them than one.
 */
final class LifetimeTotals {

    private static final Map<String, Definition> DEFINITIONS = RecoveryMetrics.definitions().stream()
            .collect(Collectors.toUnmodifiableMap(Definition::name, Function.identity()));

    private final Names names;
    private final Map<Series, Long> before = new LinkedHashMap<>();
    private final List<Count> foreign = new ArrayList<>();

    LifetimeTotals(LifetimeCounts stored, int mostNames) {
        this.names = new Names(mostNames, (tag, name) -> {});
        stored.counts().forEach(count -> series(count)
                .ifPresentOrElse(known -> before.merge(known, count.count(), Long::sum), () -> foreign.add(count)));
    }

    /** Empty for a meter of another version, or with other tags. */
    private Optional<Series> series(Count count) {
        return Optional.ofNullable(DEFINITIONS.get(count.meter()))
                .filter(definition -> count.tags().keySet().equals(Set.copyOf(definition.keys())))
                .map(definition -> limited(
                        definition,
                        definition.keys().stream()
                                .map(key -> count.tags().getOrDefault(key, Names.NONE))
                                .toList()));
    }

    private Series limited(Definition definition, List<String> values) {
        return new Series(definition, names.limit(definition, values));
    }

    /** What all lives have counted, for what this one has. */
    Map<Series, Long> with(Map<Series, Long> counted) {
        Map<Series, Long> all = new HashMap<>(before);
        counted.forEach((series, count) -> all.merge(limited(series.definition(), series.values()), count, Long::sum));
        return all;
    }

    /** The same to be stored; what this version does not know is kept. */
    LifetimeCounts toStore(Map<Series, Long> all) {
        List<Count> counts = new ArrayList<>(foreign);
        all.forEach((series, count) -> counts.add(new Count(series.definition().name(), series.labels(), count)));
        counts.sort(Comparator.comparing(Count::meter).thenComparing(count -> new TreeMap<>(count.tags()).toString()));
        return new LifetimeCounts(counts);
    }
}
