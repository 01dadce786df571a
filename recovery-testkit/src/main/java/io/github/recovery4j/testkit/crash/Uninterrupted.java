package io.github.recovery4j.testkit.crash;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a job does when nothing happens to it, and the judge of what it does when something does. */
record Uninterrupted(Ending.Finished end, Map<String, Integer> effects) {

    private static final String NOTHING_TRIED =
            "The job passed no boundary, so it was not tested: it has to run on the recovery it is given, or to do"
                    + " something in its world";
    private static final String NEVER_THE_SAME =
            "The job is not the same each time, even without a crash; return only what has to be, and name only effects"
                    + " that happen equally often%n%s";

    /** Runs the job twice: what is not the same then cannot be expected after a crash. */
    static Uninterrupted of(Trials trials) throws InterruptedException {
        Uninterrupted first = of(trials.make(List.of()));
        if (first.end.boundaries() == 0) {
            throw new AssertionError(NOTHING_TRIED);
        }
        Trial second = trials.make(List.of());
        first.problem(second).or(() -> first.difference(second)).ifPresent(problem -> {
            throw new AssertionError(NEVER_THE_SAME.formatted(problem), second.cause());
        });
        return first;
    }

    private static Uninterrupted of(Trial trial) {
        if (trial.end() instanceof Ending.Failed failed) {
            throw new AssertionError("The job fails without any crash: " + failed.how(), failed.cause());
        }
        return new Uninterrupted((Ending.Finished) trial.end(), trial.effects());
    }

    private Optional<String> difference(Trial trial) {
        return effects.equals(trial.effects())
                ? Optional.empty()
                : Optional.of("effects at first: %s%nand then:         %s".formatted(effects, trial.effects()));
    }

    /** In words, what is wrong with how a trial ended; empty if it is all the same. */
    Optional<String> problem(Trial trial) {
        if (trial.end() instanceof Ending.Failed failed) {
            return Optional.of("the job failed: " + failed.how());
        }
        Ending.Finished other = (Ending.Finished) trial.end();
        if (!Objects.deepEquals(end.result(), other.result())) {
            return Optional.of("uninterrupted: %s%nthis time:     %s".formatted(end.text(), other.text()));
        }
        return lost(trial).map("effects lost: "::concat);
    }

    private Optional<String> lost(Trial trial) {
        return list(effects.keySet().stream()
                .filter(name -> times(trial, name) < times(name))
                .map(name -> "'%s' (%d of %d)".formatted(name, times(trial, name), times(name)))
                .sorted()
                .collect(Collectors.joining(", ")));
    }

    /** In words, the effects that happened more often; empty if none did. */
    Optional<String> repeated(Trial trial) {
        return list(trial.effects().keySet().stream()
                .filter(name -> times(trial, name) > times(name))
                .map(name -> "'%s' (%d instead of %d)".formatted(name, times(trial, name), times(name)))
                .sorted()
                .collect(Collectors.joining(", ")));
    }

    private static Optional<String> list(String names) {
        return Optional.of(names).filter(text -> !text.isEmpty());
    }

    int times(String effect) {
        return effects.getOrDefault(effect, 0);
    }

    private static int times(Trial trial, String effect) {
        return trial.effects().getOrDefault(effect, 0);
    }
}
