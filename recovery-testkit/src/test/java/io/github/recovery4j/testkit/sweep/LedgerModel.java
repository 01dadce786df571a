package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerEntry;
import io.github.recovery4j.ledger.LedgerEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ledger has to show, as a list of all that ever happened. What was asked for when it failed, or when the machine
 * died, may have happened or not: the next look decides, and after that it stays so.
 */
final class LedgerModel {

    private final List<Happened> events = new ArrayList<>();
    private Optional<Happened> doubtful = Optional.empty();
    private long changes;

    /** An event; an expired one may have been recorded at any time, so it is told apart from the others. */
    record Happened(LedgerEvent.Kind kind, String key, String text, Optional<Instant> expires) {}

    /** An entry that should be live. */
    private record Live(String value, long first, long newest, Optional<Instant> expires) {}

    LedgerModel copy() {
        LedgerModel copy = new LedgerModel();
        copy.events.addAll(events);
        copy.doubtful = doubtful;
        return copy;
    }

    long changes() {
        return changes;
    }

    long lastId() {
        return events.size();
    }

    /** It is about to be asked for. */
    void asking(LedgerEvent.Kind kind, String key, String text, Optional<Instant> expires) {
        changes++;
        doubtful = Optional.of(new Happened(kind, key, text, expires));
    }

    /** It was acknowledged. */
    void done() {
        changes++;
        events.add(doubtful.orElseThrow());
        doubtful = Optional.empty();
    }

    /** It was answered that there is nothing to change. */
    void nothing() {
        changes++;
        doubtful = Optional.empty();
    }

    /** What is over at a time has an event of its own, in the order of the entries, before anything else happens. */
    void expire(Instant now) {
        live().forEach((key, entry) -> {
            if (entry.expires().filter(end -> !now.isBefore(end)).isPresent()) {
                expire(key);
            }
        });
    }

    private void expire(String key) {
        changes++;
        events.add(new Happened(LedgerEvent.Kind.EXPIRED, key, "", Optional.empty()));
    }

    boolean isLive(String key) {
        return live().containsKey(key);
    }

    private Map<String, Live> live() {
        Map<String, Live> live = new LinkedHashMap<>();
        for (int i = 0; i < events.size(); i++) {
            Happened event = events.get(i);
            long id = i + 1;
            Live before = live.get(event.key());
            switch (event.kind()) {
                case PUT ->
                    live.put(
                            event.key(),
                            new Live(event.text(), before == null ? id : before.first(), id, event.expires()));
                case UPDATED -> live.put(event.key(), new Live(event.text(), before.first(), id, before.expires()));
                default -> live.remove(event.key());
            }
        }
        return live;
    }

    /** Holds a ledger that was opened at this time against what should be there. */
    void opened(Ledger<String, String> ledger, Instant now) {
        if (doubtful.isPresent()) {
            if (hasHappened(ledger, doubtful.get())) {
                done();
            } else {
                nothing();
            }
        }
        expire(now);
        check(ledger);
    }

    /** The history tells. */
    private boolean hasHappened(Ledger<String, String> ledger, Happened asked) {
        long id = events.size() + 1;
        return ledger.history(asked.key()).events().stream()
                .anyMatch(event -> event.id() == id
                        && event.kind() == asked.kind()
                        && (event.text() + event.value().orElse("")).equals(asked.text()));
    }

    void check(Ledger<String, String> ledger) {
        changes++;
        List<String> wanted = new ArrayList<>();
        live().forEach((key, entry) -> wanted.add(
                "%s=%s %d %d %s".formatted(key, entry.value(), entry.first(), entry.newest(), entry.expires())));
        List<String> found = ledger.live().stream().map(LedgerModel::words).toList();
        if (!found.equals(wanted)) {
            throw new AssertionError("live should be %s, and is %s; %s".formatted(wanted, found, this));
        }
        if (!ledger.unreadable().isEmpty()) {
            throw new AssertionError("nothing is damaged, and reported is " + ledger.unreadable());
        }
    }

    private static String words(LedgerEntry<String, String> entry) {
        return "%s=%s %d %d %s".formatted(entry.key(), entry.value(), entry.first(), entry.newest(), entry.expires());
    }

    /** The history of a key is an end of what happened to it, without a gap. */
    void checkHistory(Ledger<String, String> ledger, String key) {
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Happened event = events.get(i);
            if (event.key().equals(key)) {
                wanted.add("%d %s %s".formatted(i + 1, event.kind(), event.text()));
            }
        }
        List<String> found = ledger.history(key).events().stream()
                .map(event -> "%d %s %s"
                        .formatted(
                                event.id(),
                                event.kind(),
                                event.text() + event.value().orElse("")))
                .toList();
        int missing = wanted.size() - found.size();
        if (missing < 0 || !wanted.subList(missing, wanted.size()).equals(found)) {
            throw new AssertionError("%s has the history %s, it should end %s".formatted(key, found, wanted));
        }
    }

    @Override
    public String toString() {
        return "%d events%s, live %s"
                .formatted(events.size(), doubtful.map(d -> ", maybe " + d).orElse(""), live());
    }
}
