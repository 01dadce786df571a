package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEvent.Kind;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.ledger.SmallLedgers;
import io.github.recovery4j.testkit.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that uses a ledger as a script says, and tells the model what it asks for before, and what it was told after:
 *
 * <pre>
 * o      opens; one that is open is closed first       c      closes
 * pb2    puts a value of the third size under b        tb2    the same, for two hours
 * ub1    updates b                                     rb0    retires b
 * w1     an hour passes                                l      looks at all that is live
 * hb     reads the history of b                        k      goes away without closing
 * </pre>
 *
 * After a failure nothing is asked for until it is opened again.
 */
final class LedgerHost {

    private static final int[] SIZES = {1, 60, 700, 2500, 9000};
    private static final String KEYS = "abcdefg";

    private final Supplier<NamedJournals> journals;
    private final ManualTime time;
    private final LedgerModel model;
    private final List<RuntimeException> failures = new ArrayList<>();
    private @Nullable Ledgers ledgers;
    private @Nullable Ledger<String, String> ledger;

    LedgerHost(Supplier<NamedJournals> journals, ManualTime time, LedgerModel model) {
        this.journals = journals;
        this.time = time;
        this.model = model;
    }

    static String random(long seed, int length) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder script = new StringBuilder("o");
        String often = "ppppppttuurrrwlhco";
        for (int i = 0; i < length; i++) {
            char action = often.charAt(random.nextInt(often.length()));
            script.append(' ').append(action);
            if ("ptur".indexOf(action) >= 0) {
                script.append(KEYS.charAt(random.nextInt(KEYS.length())))
                        .append(random.nextInt(10) == 0 ? random.nextInt(SIZES.length) : random.nextInt(3));
            } else if (action == 'h') {
                script.append(KEYS.charAt(random.nextInt(KEYS.length())));
            } else if (action == 'w') {
                script.append(random.nextInt(3));
            } else if (action == 'c') {
                script.append(" o");
            }
        }
        return script.append(" c").toString();
    }

    /** What fails as a journal may fail is remembered, and the script goes on. */
    List<RuntimeException> play(String script) {
        for (String word : script.split(" ")) {
            attempt(() -> play(word.charAt(0), word.substring(1)));
        }
        attempt(this::close);
        return failures;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (JournalException e) {
            failures.add(e);
            ledger = null;
        }
    }

    private void play(char action, String words) {
        switch (action) {
            case 'o' -> open();
            case 'c' -> close();
            case 'k' -> {
                ledger = null;
                ledgers = null;
            }
            case 'w' -> pass(Duration.ofHours(words.charAt(0) - '0'));
            default -> {
                Ledger<String, String> open = ledger;
                if (open != null) {
                    use(open, action, words);
                }
            }
        }
    }

    private void use(Ledger<String, String> open, char action, String words) {
        if (action == 'l') {
            model.check(open);
            return;
        }
        String key = words.substring(0, 1);
        if (action == 'h') {
            model.checkHistory(open, key);
            return;
        }
        String value = model.lastId() + 1 + "-".repeat(SIZES[words.charAt(1) - '0']);
        switch (action) {
            case 'p' -> {
                model.asking(Kind.PUT, key, value, Optional.empty());
                acknowledged(open.put(key, value));
            }
            case 't' -> {
                Duration hours = Duration.ofHours(words.charAt(1) - '0' + 1);
                model.asking(Kind.PUT, key, value, Optional.of(time.instant().plus(hours)));
                acknowledged(open.put(key, value, hours));
            }
            case 'u' -> {
                model.asking(Kind.UPDATED, key, value, Optional.empty());
                acknowledged(key, open.update(key, before -> value).isPresent());
            }
            default -> {
                model.asking(Kind.RETIRED, key, value, Optional.empty());
                acknowledged(key, open.retire(key, value));
            }
        }
    }

    private void acknowledged(long id) {
        if (id != model.lastId() + 1) {
            throw new AssertionError("event %d was given away after %s".formatted(id, model));
        }
        model.done();
    }

    private void acknowledged(String key, boolean changed) {
        if (changed != model.isLive(key)) {
            throw new AssertionError("%s was %s; %s".formatted(key, changed ? "live" : "not live", model));
        }
        if (changed) {
            model.done();
        } else {
            model.nothing();
        }
    }

    private void pass(Duration hours) {
        time.advance(hours);
        if (ledger != null) {
            model.expire(time.instant());
            model.check(ledger);
        }
    }

    private void open() {
        attempt(this::close);
        Ledgers opening = SmallLedgers.in(journals.get(), time);
        ledgers = opening;
        Ledger<String, String> opened = opening.open(SmallLedgers.TEXTS);
        model.opened(opened, time.instant());
        ledger = opened;
    }

    private void close() {
        Ledgers open = ledgers;
        ledger = null;
        ledgers = null;
        if (open != null) {
            open.close();
        }
    }
}
