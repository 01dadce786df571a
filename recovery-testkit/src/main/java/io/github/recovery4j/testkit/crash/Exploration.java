package io.github.recovery4j.testkit.crash;

import io.github.recovery4j.testkit.crash.CrashReport.Pairs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Chooses the crashes: one at every boundary, and then two in a row, all of them or a sample. One thread. */
final class Exploration {

    private final Trials trials;
    private final Uninterrupted uninterrupted;
    private final Findings findings;

    Exploration(Trials trials) throws InterruptedException {
        this.trials = trials;
        this.uninterrupted = Uninterrupted.of(trials);
        this.findings = new Findings(uninterrupted);
    }

    /** Tries the crashes of the numbers, and nothing else. */
    CrashReport only(List<Integer> numbers) throws InterruptedException {
        Trial trial = tried(numbers);
        if (trial.crashes().size() < numbers.size()) {
            throw new AssertionError("There is no boundary %d to crash at: that life ended by itself after %d"
                    .formatted(numbers.get(trial.crashes().size()), trial.boundaries()));
        }
        findings.requireSound();
        return findings.report(1, trials.crashes(), Pairs.NONE);
    }

    /** The second crashes come only if the first ones break nothing, whose report is easier to read. */
    CrashReport everywhere(int mostPairs, long seed) throws InterruptedException {
        List<Trial> singles = singles();
        findings.requireSound();
        Pairs pairs = pairs(singles, mostPairs, seed);
        findings.requireSound();
        return findings.report(singles.size(), trials.crashes(), pairs);
    }

    private Trial tried(List<Integer> numbers) throws InterruptedException {
        Trial trial = trials.make(numbers);
        findings.add(trial);
        return trial;
    }

    /** A life may pass more boundaries than the one before, where threads or time decide. */
    private List<Trial> singles() throws InterruptedException {
        List<Trial> singles = new ArrayList<>();
        for (int number = 1; ; number++) {
            Trial trial = tried(List.of(number));
            if (!trial.crashes().isEmpty()) {
                singles.add(trial);
            } else if (number > uninterrupted.end().boundaries()) {
                return singles;
            }
        }
    }

    private Pairs pairs(List<Trial> singles, int most, long seed) throws InterruptedException {
        List<List<Integer>> all = new ArrayList<>(
                singles.stream().flatMap(Exploration::withASecond).toList());
        if (all.size() > most) {
            Collections.shuffle(all, new Random(seed));
        }
        List<List<Integer>> chosen = all.subList(0, Math.min(most, all.size()));
        for (List<Integer> pair : chosen) {
            tried(pair);
        }
        return new Pairs(chosen.size(), all.size(), seed);
    }

    /** The crash of a trial, with every crash that the life after it leaves room for. */
    private static Stream<List<Integer>> withASecond(Trial single) {
        int first = single.numbers().get(0);
        return IntStream.rangeClosed(1, single.boundaries()).mapToObj(second -> List.of(first, second));
    }
}
