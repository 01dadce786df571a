package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.testkit.crash.CrashReport.Effect;
import io.github.recovery4j.testkit.crash.CrashReport.Pairs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What trials have shown: which of them broke the job, and how often effects were repeated at most. One thread. */
final class Findings {

    private static final int LISTED = 20;

    private final Uninterrupted uninterrupted;
    private final Map<String, Effect> effects = new TreeMap<>();
    private final List<Trial> broken = new ArrayList<>();
    private int tried;

    Findings(Uninterrupted uninterrupted) {
        this.uninterrupted = uninterrupted;
        uninterrupted.effects().forEach((name, times) -> effects.put(name, Effect.uninterrupted(times)));
    }

    void add(Trial trial) {
        tried++;
        trial.effects()
                .forEach((name, times) -> effects.merge(
                        name, new Effect(uninterrupted.times(name), times, trial.describe()), Effect::worse));
        if (uninterrupted.problem(trial).isPresent()) {
            broken.add(trial);
        }
    }

    CrashReport report(int boundaries, int crashes, Pairs pairs) {
        return new CrashReport(boundaries, crashes, pairs, effects);
    }

    /** Throws if a trial broke the job, with everything that is known about the first that did. */
    void requireSound() {
        if (!broken.isEmpty()) {
            Trial first = broken.get(0);
            throw new AssertionError(describe(first), first.cause());
        }
    }

    private String describe(Trial trial) {
        String head = trial.crashes().isEmpty() ? "The job is not the same each time" : "A crash breaks the job";
        return "%s%n%s%n%s%neffects repeated: %s%n%s"
                .formatted(
                        head,
                        trial.describe(),
                        uninterrupted.problem(trial).orElseThrow(),
                        uninterrupted.repeated(trial).orElse("none"),
                        others());
    }

    private String others() {
        String numbers = broken.stream()
                .limit(LISTED)
                .map(Trial::at)
                .collect(Collectors.joining(", ", "", broken.size() > LISTED ? ", …" : ""));
        return "%d of %d trials broke it: %s".formatted(broken.size(), tried, numbers);
    }
}
