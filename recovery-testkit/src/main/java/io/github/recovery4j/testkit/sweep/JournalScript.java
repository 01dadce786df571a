package io.github.recovery4j.testkit.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a host does with a journal, in words, so that a failure can be repeated by them:
 *
 * <pre>
 * open now1 later0 within3 sync release look now5 close
 * </pre>
 *
 * <p>{@code open} opens (again) and {@code close} closes; {@code now}, {@code within} and {@code later} append a record
 * that has to be durable at once, after two others, or when the journal is closed, of one of six sizes from nothing to
 * 9,000 bytes; {@code release} lets go of two thirds of the records, {@code look} replays all. Behind {@code abandon}, at
 * the end, the journal stays open, as if its process had been killed. Immutable.
 */
public final class JournalScript {

    private static final int[] SIZES = {0, 9, 150, 900, 3000, 9000};

    private static final List<String> SMALL = List.of(
            "open close open close",
            "open now1 now0 now2 close open now1 close",
            "open later1 later2 within1 within1 within2 now1 later3 sync later1 close open look close",
            "open now3 now3 now4 now3 later3 now4 close open now3 close",
            "open now5 now1 close open later5 now1 close",
            "open now4 now3 now3 release look now4 now3 release look now4 now4 release now1 release look close open release now4 close",
            "open later1 open now1 later2 open later3 later3 later2 later3 sync close");

    private final List<Step> steps;

    /** What a step does. */
    enum Action {
        /** Opens the journal; one that is open is closed first. */
        OPEN,
        /** Appends, durable at once. */
        NOW,
        /** Appends; every third time waits until it is durable. */
        WITHIN,
        /** Appends, durable when it comes about. */
        LATER,
        /** Makes everything durable. */
        SYNC,
        /** Lets go of the older records. */
        RELEASE,
        /** Replays. */
        LOOK,
        /** Closes the journal. */
        CLOSE,
        /** Goes away without closing. */
        ABANDON;

        boolean hasSize() {
            return this == NOW || this == WITHIN || this == LATER;
        }
    }

    /**
     * One step.
     *
     * @param action what to do
     * @param kind with a record of which of the sizes
     */
    record Step(Action action, int kind) {

        static Step parse(String text) {
            String word = text.replaceAll("\\d", "");
            String number = text.substring(word.length());
            return new Step(
                    Action.valueOf(word.toUpperCase(Locale.ROOT)), number.isEmpty() ? 0 : Integer.parseInt(number));
        }

        int size() {
            return SIZES[kind];
        }

        @Override
        public String toString() {
            return action.name().toLowerCase(Locale.ROOT) + (action.hasSize() ? kind : "");
        }
    }

    private JournalScript(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /**
     * {@return a script from its words}
     *
     * @param words as {@link #toString} has them
     * @throws IllegalArgumentException if one of them is none
     */
    public static JournalScript of(String words) {
        return new JournalScript(Stream.of(words.split(" ")).map(Step::parse).toList());
    }

    /** {@return short scripts, in which every step and every pair that may disturb each other occurs} */
    public static List<JournalScript> small() {
        return SMALL.stream().map(JournalScript::of).toList();
    }

    /**
     * {@return a script made by chance, which begins with {@code open} and ends with {@code close}}
     *
     * @param seed makes the choices; the same seed makes the same script
     * @param length the number of its steps
     */
    public static JournalScript random(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Action.OPEN, 0));
        while (steps.size() < length - 1) {
            steps.add(new Step(action(random), random.nextInt(SIZES.length)));
        }
        steps.add(new Step(Action.CLOSE, 0));
        return new JournalScript(steps);
    }

    /** Mostly records: what else happens is only interesting among them. */
    private static Action action(SplittableRandom random) {
        Action[] seldom = {Action.OPEN, Action.SYNC, Action.RELEASE, Action.LOOK};
        Action[] often = {Action.NOW, Action.WITHIN, Action.LATER};
        return random.nextInt(4) == 0 ? seldom[random.nextInt(seldom.length)] : often[random.nextInt(often.length)];
    }

    List<Step> steps() {
        return steps;
    }

    @Override
    public String toString() {
        return steps.stream().map(Step::toString).collect(Collectors.joining(" "));
    }
}
