package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.testkit.sweep.Step.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a host does with a storage, in words, so that a failure can be repeated by them:
 *
 * <pre>
 * open own0 save0 save0 count0 release0 own1 save1 remove1 close
 * </pre>
 *
 * <p>{@code open} opens (again) and {@code close} closes; {@code own}, {@code save}, {@code load}, {@code count} (an
 * attempt), {@code finish} (saves a result), {@code remove} and {@code release} do that with one of three runs;
 * {@code age} lets eight days pass. What needs a lease that is not held does nothing. Immutable.
 */
public final class Script {

    private static final int RUNS = 3;

    private static final List<String> SMALL = List.of(
            "open close open close",
            "open own0 save0 save0 save0 close",
            "open own0 save0 save0 save0 save0 save0 save0 save0 save0 close",
            "open own0 save0 save0 save0 save0 save0 open own0 save0 save0 save0 save0 finish0 release0 close",
            "open own0 save0 count0 release0 own0 count0 save0 load0 release0 close",
            "open own0 save0 save0 finish0 release0 close age open close",
            "open own0 save0 save0 remove0 own0 save0 close",
            "open own0 own1 own2 save0 save1 save2 save1 save0 remove1 save2 close open load0 load2 close",
            "open own0 save0 save0 close age open own0 save0 close",
            "open own0 save0 close open own0 save0 save0 open own0 save0 remove0 close");

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * {@return a script from its words}
     *
     * @param words as {@link #toString} has them
     * @throws IllegalArgumentException if one of them is none
     */
    public static Script of(String words) {
        return new Script(Stream.of(words.split(" ")).map(Step::parse).toList());
    }

    /** {@return short scripts, in which every step and every pair that may disturb each other occurs} */
    public static List<Script> small() {
        return SMALL.stream().map(Script::of).toList();
    }

    /**
     * {@return a script made by chance, which begins with {@code open} and ends with {@code close}}
     *
     * @param seed makes the choices; the same seed makes the same script
     * @param length the number of its steps
     */
    public static Script random(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Action.OPEN, 0));
        while (steps.size() < length - 1) {
            steps.add(new Step(action(random), random.nextInt(RUNS)));
        }
        steps.add(new Step(Action.CLOSE, 0));
        return new Script(steps);
    }

    /** Mostly saves: what else happens is only interesting among them. */
    private static Action action(SplittableRandom random) {
        Action[] all = Action.values();
        int choice = random.nextInt(all.length + 12);
        if (choice >= all.length) {
            return choice % 2 == 0 ? Action.SAVE : Action.OWN;
        }
        return all[choice] == Action.CLOSE ? Action.OPEN : all[choice];
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(" "));
    }
}
