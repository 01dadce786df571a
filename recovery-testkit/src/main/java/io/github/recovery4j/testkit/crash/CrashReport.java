package io.github.recovery4j.testkit.crash;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a {@link CrashTest} tried without breaking the job, and how often the job repeated itself. Immutable.
 *
 * @param boundaries at how many boundaries a life crashed that began from nothing
 * @param crashes how many processes crashed in all
 * @param pairs the trials with a second crash, in the life after the first
 * @param effects the effects of the job, by name
 */
public record CrashReport(int boundaries, int crashes, Pairs pairs, Map<String, Effect> effects) {

    /** Takes a copy of the map. */
    public CrashReport {
        effects = Map.copyOf(effects);
    }

    /**
     * Trials with two crashes.
     *
     * @param tried how many were made
     * @param possible how many there are
     * @param seed what they were drawn by, if these are not all
     */
    public record Pairs(int tried, int possible, long seed) {

        static final Pairs NONE = new Pairs(0, 0, 0);

        private String describe() {
            if (tried == 0) {
                return "";
            }
            String sample = tried < possible ? " of %d, drawn with seed(%d)".formatted(possible, seed) : "";
            return ", and at %d pairs%s".formatted(tried, sample);
        }
    }

    /**
     * How often an effect happened.
     *
     * @param uninterrupted without a crash
     * @param most in the trial in which it happened most often, over all lives
     * @param worst where the crashes of that trial were, in words; empty if none made it happen more often
     */
    public record Effect(int uninterrupted, int most, String worst) {

        static Effect uninterrupted(int times) {
            return new Effect(times, times, "");
        }

        Effect worse(Effect other) {
            return other.most > most ? other : this;
        }

        /** {@return how often a crash made it happen again, at most} */
        public int repeated() {
            return most - uninterrupted;
        }

        private String describe() {
            return "up to %d with crashes, %d without".formatted(most, uninterrupted);
        }
    }

    /** {@return the report in some lines, for people} */
    public String describe() {
        return new TreeMap<>(effects)
                .entrySet().stream()
                        .map(effect -> "\n  - effect '%s': %s"
                                .formatted(effect.getKey(), effect.getValue().describe()))
                        .collect(Collectors.joining(
                                "",
                                "The result is the same after %d crashes: at each of %d boundaries%s"
                                        .formatted(crashes, boundaries, pairs.describe()),
                                ""));
    }

    /**
     * Requires that effects happened no more often than without a crash.
     *
     * @param names which; all of them if none is named
     * @return this
     * @throws AssertionError if one did, or there is none of that name; the message has the boundary
     */
    public CrashReport assertNoEffectWasRepeated(String... names) {
        Collection<String> chosen = names.length == 0 ? effects.keySet() : List.of(names);
        chosen.stream().sorted().forEach(this::requireNotRepeated);
        return this;
    }

    private void requireNotRepeated(String name) {
        Effect effect = effects.get(name);
        if (effect == null) {
            throw new AssertionError("There is no effect '%s', only %s".formatted(name, effects.keySet()));
        }
        if (effect.repeated() > 0) {
            throw new AssertionError(
                    "A crash repeats the effect '%s': %s%n%s".formatted(name, effect.describe(), effect.worst()));
        }
    }
}
