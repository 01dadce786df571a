package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEvent.Kind;
import io.github.recovery4j.ledger.Ledgers;
import io.github.recovery4j.ledger.SmallLedgers;
import io.github.recovery4j.testkit.ManualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A process that uses a ledger, and tells the model what it asks for before, and what it was told after:
 *
 * <pre>
 * pb2    puts a value of the third size under b        tb2    the same, for two hours
 * ub1    updates b                                     rb0    retires b
 * hb     reads the history of b                        l      looks at all that is live
 * </pre>
 */
final class LedgerHost extends ScriptedHost<LedgerHost.Open> {

    private static final int[] SIZES = {1, 60, 700, 2500, 9000};
    private static final String KEYS = "abcdefg";

    private final LedgerModel model;

    record Open(Ledgers ledgers, Ledger<String, String> ledger) {}

    LedgerHost(Supplier<NamedJournals> journals, ManualTime time, LedgerModel model) {
        super(journals, time);
        this.model = model;
    }

    static String random(long seed, int length) {
        return random(seed, length, "ppppppttuurrrwlhco", LedgerHost::words);
    }

    private static String words(char action, SplittableRandom random) {
        return switch (action) {
            case 'p', 't', 'u', 'r' ->
                any(KEYS, random) + "" + (random.nextInt(10) == 0 ? random.nextInt(SIZES.length) : random.nextInt(3));
            case 'h' -> "" + any(KEYS, random);
            case 'w' -> "" + random.nextInt(3);
            default -> "";
        };
    }

    @Override
    Open open(NamedJournals in, ManualTime clock) {
        Ledgers ledgers = SmallLedgers.in(in, clock);
        try {
            Ledger<String, String> ledger = ledgers.open(SmallLedgers.TEXTS);
            model.opened(ledger, clock.instant());
            return new Open(ledgers, ledger);
        } catch (JournalException e) {
            ledgers.close();
            throw e;
        }
    }

    @Override
    void close(Open left) {
        left.ledgers().close();
    }

    @Override
    void passed(Open found) {
        model.expire(time().instant());
        model.check(found.ledger());
    }

    @Override
    void use(Open found, char action, String words) {
        Ledger<String, String> ledger = found.ledger();
        switch (action) {
            case 'l' -> model.check(ledger);
            case 'h' -> model.checkHistory(ledger, words);
            default -> change(ledger, action, words.substring(0, 1), words.charAt(1) - '0');
        }
    }

    private void change(Ledger<String, String> ledger, char action, String key, int size) {
        String value = model.lastId() + 1 + "-".repeat(SIZES[size]);
        switch (action) {
            case 'p' -> {
                model.asking(Kind.PUT, key, value, Optional.empty());
                acknowledged(ledger.put(key, value));
            }
            case 't' -> {
                Duration hours = Duration.ofHours(size + 1);
                model.asking(Kind.PUT, key, value, Optional.of(time().instant().plus(hours)));
                acknowledged(ledger.put(key, value, hours));
            }
            case 'u' -> {
                model.asking(Kind.UPDATED, key, value, Optional.empty());
                acknowledged(key, ledger.update(key, before -> value).isPresent());
            }
            default -> {
                model.asking(Kind.RETIRED, key, value, Optional.empty());
                acknowledged(key, ledger.retire(key, value));
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
}
