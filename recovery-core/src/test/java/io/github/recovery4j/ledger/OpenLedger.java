package io.github.recovery4j.ledger;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.memory.MemoryStorage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A ledger in memory, on a wall clock that stands still until it is moved. */
final class OpenLedger implements AfterEachCallback {

    static final Instant START = Instant.parse("2026-11-21T09:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<RecoveryEvent> told = new CopyOnWriteArrayList<>();
    private final MemoryStorage storage = MemoryStorage.create();
    private final Ledgers ledgers = new Ledgers(storage.namedJournals(), new TestCodec(), told::add, now::get);

    Ledger<String, String> services() {
        return open(LedgerDefinition.named("services", String.class, String.class));
    }

    <K, V> Ledger<K, V> open(LedgerDefinition<K, V> definition) {
        return ledgers.open(definition);
    }

    SecretRegistry secrets() {
        return ledgers.secrets("api");
    }

    void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    <T extends RecoveryEvent> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void stopWork() {
        ledgers.stopWork();
    }

    void close() {
        ledgers.close();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ledgers.close();
        storage.close();
    }
}
