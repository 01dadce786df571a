package io.github.recovery4j.probe;

import io.github.recovery4j.time.Deadline;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks the live world one question, or several at the same time. It always answers within its {@link #timeout}, even if the
 * question hangs for ever: questions are asked on threads of their own, are interrupted shortly before the timeout (a tenth
 * of it, at most half a second), and left alone when they have not ended by then. While 64 questions of a process hang that
 * were left alone, no other is asked: every answer is unknown.
 *
 * <p>Immutable, and safe for use by many threads.
 */
public final class Probe {

    private final String name;
    private final Set<Leaf> leaves;
    private final Function<Map<Leaf, Answer>, Answer> conclusion;

    private Probe(String name, Set<Leaf> leaves, Function<Map<Leaf, Answer>, Answer> conclusion) {
        this.name = name;
        this.leaves = leaves;
        this.conclusion = conclusion;
    }

    /**
     * {@return a probe that asks a question}
     *
     * @param name what is asked about, for people
     * @param timeout when there is an answer at the latest
     * @param question asks
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public static Probe of(String name, Duration timeout, Question question) {
        Leaf leaf = new Leaf(name, Deadline.positive(name, timeout), question);
        return new Probe(name, Set.of(leaf), leaf::answer);
    }

    /**
     * {@return a probe that is up when all of these are}
     *
     * @param probes asked at the same time
     */
    public static Probe all(Probe... probes) {
        return all(List.of(probes));
    }

    /**
     * {@return a probe that is up when all of these are; down if one is down; unknown otherwise}
     *
     * @param probes asked at the same time
     */
    public static Probe all(Collection<Probe> probes) {
        return combined("all of", probes, Answer.Up.class, Answer.Down.class);
    }

    /**
     * {@return a probe that is up when one of these is; down if all are down; unknown otherwise}
     *
     * @param probes asked at the same time
     */
    public static Probe any(Probe... probes) {
        return combined("any of", List.of(probes), Answer.Down.class, Answer.Up.class);
    }

    /**
     * {@return a probe that is up when this one is down, and down when this one is up}
     */
    public Probe not() {
        return new Probe("not " + name, leaves, answers -> conclude(answers).not());
    }

    /** {@return a probe that asks the same, and is up in any case; its reason says what this one answered} */
    public Probe optional() {
        return new Probe(name, leaves, answers -> excused("optional", conclude(answers)));
    }

    /**
     * {@return a probe that does not require this one to be up while there is an excuse, such as a maintenance}
     *
     * @param excuse asked at the same time; if it is unknown whether there is one, a down of this probe is unknown
     */
    public Probe unless(Probe excuse) {
        return new Probe(name, union(Stream.of(this, excuse)), answers -> {
            Answer excused = excuse.conclude(answers);
            Answer answer = conclude(answers);
            if (answer instanceof Answer.Up || excused instanceof Answer.Down) {
                return answer;
            }
            String given = "%s is %s".formatted(excuse.name, excused);
            return excused instanceof Answer.Up
                    ? excused(given, answer)
                    : Answer.unknown("%s; %s".formatted(answer, given));
        });
    }

    private static Answer excused(String why, Answer answer) {
        return answer instanceof Answer.Up ? answer : Answer.up("%s (%s)".formatted(answer, why));
    }

    /** Neutral parts change nothing; one deciding part decides. */
    private static Probe combined(
            String word, Collection<Probe> probes, Class<? extends Answer> neutral, Class<? extends Answer> deciding) {
        List<Probe> parts = List.copyOf(probes);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("A probe needs something to ask");
        }
        String name = parts.stream().map(Probe::name).collect(Collectors.joining(", ", word + " (", ")"));
        return new Probe(name, union(parts.stream()), answers -> {
            List<Named> named = parts.stream()
                    .map(part -> new Named(part.name, part.conclude(answers)))
                    .toList();
            return Stream.of(deciding, Answer.Unknown.class, neutral)
                    .flatMap(kind -> those(named, kind).stream())
                    .findFirst()
                    .orElseThrow();
        });
    }

    private record Named(String name, Answer answer) {
        @Override
        public String toString() {
            return answer.reason().isEmpty() ? name : name + ": " + answer.reason();
        }
    }

    /** One answer for all parts with an answer of that kind. */
    private static Optional<Answer> those(List<Named> parts, Class<? extends Answer> kind) {
        List<Named> those =
                parts.stream().filter(part -> kind.isInstance(part.answer())).toList();
        String reasons = those.stream().map(Named::toString).collect(Collectors.joining("; "));
        return those.stream().findFirst().map(part -> part.answer().because(reasons));
    }

    private static Set<Leaf> union(Stream<Probe> probes) {
        return probes.flatMap(probe -> probe.leaves.stream()).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** {@return what is asked about, for people} */
    public String name() {
        return name;
    }

    /** {@return when there is an answer at the latest} */
    public Duration timeout() {
        return leaves.stream().map(Leaf::timeout).max(Duration::compareTo).orElseThrow();
    }

    /**
     * Asks now.
     *
     * @return the answer, within the timeout
     * @throws InterruptedException if the thread is interrupted; the question is interrupted then too
     */
    public Answer ask() throws InterruptedException {
        return ask(Calls.SHARED);
    }

    /**
     * Asks several probes at the same time.
     *
     * @param probes by any keys
     * @param <K> the keys
     * @return the answers by the same keys and in their order, within the longest timeout
     * @throws InterruptedException if the thread is interrupted; the questions are interrupted then too
     */
    public static <K> Map<K, Answer> askAll(Map<K, Probe> probes) throws InterruptedException {
        Map<Leaf, Answer> answers = Leaf.ask(union(probes.values().stream()), Calls.SHARED);
        Map<K, Answer> concluded = new LinkedHashMap<>();
        probes.forEach((key, probe) -> concluded.put(key, probe.conclude(answers)));
        return concluded;
    }

    Answer ask(Calls calls) throws InterruptedException {
        return conclude(Leaf.ask(leaves, calls));
    }

    private Answer conclude(Map<Leaf, Answer> answers) {
        return conclusion.apply(answers);
    }

    @Override
    public String toString() {
        return name;
    }
}
