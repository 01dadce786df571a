package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that does what a script says, word by word, with what it keeps in journals:
 *
 * <pre>
 * o      opens; what is open is closed first           c      closes
 * w1     an hour passes                                q      goes away without closing
 * </pre>
 *
 * All other words are about what is open. After a failure nothing is asked for until it is opened again.
 *
 * @param <T> what it has open
 */
abstract class ScriptedHost<T> {

    private final Supplier<NamedJournals> journals;
    private final ManualTime time;
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable T open;

    ScriptedHost(Supplier<NamedJournals> journals, ManualTime time) {
        this.journals = journals;
        this.time = time;
    }

    /** Opens it, and leaves nothing open if that fails. */
    abstract T open(NamedJournals in, ManualTime clock);

    abstract void close(T left);

    abstract void use(T found, char action, String words);

    /** The clock shows another time. */
    abstract void passed(T found);

    final ManualTime time() {
        return time;
    }

    /**
     * A script made by chance.
     *
     * @param actions each is chosen as often as it is there
     * @param words what follows an action
     */
    static String random(long seed, int length, String actions, BiFunction<Character, SplittableRandom, String> words) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder script = new StringBuilder("o");
        for (int i = 0; i < length; i++) {
            char action = any(actions, random);
            script.append(' ').append(action).append(action == 'c' ? " o" : words.apply(action, random));
        }
        return script.append(" l c").toString();
    }

    static char any(String of, SplittableRandom random) {
        return of.charAt(random.nextInt(of.length()));
    }

    /** What fails as a journal may fail is remembered, and the script goes on. */
    final List<RuntimeException> play(String script) {
        for (String word : script.split(" ")) {
            attempt(() -> play(word.charAt(0), word.substring(1)));
        }
        attempt(this::close);
        return failures;
    }

    /** After a failure it is closed, so that it can be opened again. */
    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (JournalException e) {
            failures.add(e);
            attempt(this::close);
        }
    }

    private void play(char action, String words) {
        switch (action) {
            case 'o' -> {
                attempt(this::close);
                open = open(journals.get(), time);
            }
            case 'c' -> close();
            case 'q' -> open = null;
            case 'w' -> pass(Duration.ofHours(words.charAt(0) - '0'));
            default -> {
                T found = open;
                if (found != null) {
                    use(found, action, words);
                }
            }
        }
    }

    private void pass(Duration hours) {
        time.advance(hours);
        T found = open;
        if (found != null) {
            passed(found);
        }
    }

    private void close() {
        T left = open;
        open = null;
        if (left != null) {
            close(left);
        }
    }
}
