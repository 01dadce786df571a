package io.github.recovery4j.warm;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.durable.Coder;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.storage.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** One life of a process after the other, on one storage and one outside; time stands still until it is moved. */
final class Process {

    static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    final Table table = new Table();
    final List<RecoveryEvent> told = new ArrayList<>();
    UnaryOperator<WarmDefinition<String, String>> settings = definition -> definition;
    StateCodec codec = new TestCodec();
    ManualTimer timer = new ManualTimer();
    WarmRestart<String, String> ports;
    Instant now = START;
    private long nanos;
    private final Supplier<Place> opener;
    private Place place;
    private WarmRestarts restarts;

    /** Begins the first life. */
    Process(Supplier<Place> opener) {
        this.opener = opener;
        begin();
    }

    /** Where journals are, until their process ends. */
    record Place(NamedJournals journals, Runnable closing) {

        static Place in(Storage storage) {
            return new Place(storage.namedJournals(), storage::close);
        }
    }

    void begin() {
        place = opener.get();
        timer = new ManualTimer();
        restarts = others();
        table.gate = () -> false;
        ports = restarts.open(settings.apply(WarmDefinition.named("ports", String.class, String.class, table)));
        table.gate = ports::isGated;
    }

    /** Another process would have these. */
    WarmRestarts others() {
        return new WarmRestarts(place.journals(), tools());
    }

    WarmRestarts.Tools tools() {
        return new WarmRestarts.Tools(new Coder(codec), told::add, () -> now, () -> nanos, name -> timer);
    }

    /** The process dies, and another one begins. */
    void kill() {
        place.closing().run();
        begin();
    }

    WarmRestarts restarts() {
        return restarts;
    }

    void end() {
        restarts.close();
        place.closing().run();
    }

    void restart() {
        end();
        begin();
    }

    void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    Freshness freshness(String key) {
        return ports.entry(key).orElseThrow().freshness();
    }

    <T extends RecoveryEvent> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
