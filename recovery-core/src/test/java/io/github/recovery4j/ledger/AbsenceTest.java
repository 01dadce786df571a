package io.github.recovery4j.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.TestCodec;
import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.memory.MemoryStorage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That something is not live is not told before it is durable. */
@Timeout(60)
class AbsenceTest {

    /** Journals that make nothing durable while they are held. */
    private record Held(NamedJournals journals, Semaphore syncs, CountDownLatch gate) implements NamedJournals {

        @Override
        public Journal open(JournalName name) {
            Journal journal = journals.open(name);
            return new ForwardingJournal(journal) {
                @Override
                public void sync() {
                    if (gate.getCount() > 0) {
                        syncs.release();
                        await();
                    }
                    super.sync();
                }

                @Override
                public void sync(long position) {
                    sync();
                }

                private void await() {
                    try {
                        gate.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
        }

        @Override
        public List<Gap> read(JournalName name, long from, JournalReader reader) {
            return journals.read(name, from, reader);
        }
    }

    @Test
    void a_retirement_that_is_not_remembered_is_not_shown_before_it_is_durable() throws Exception {
        LedgerDefinition<String, String> forgetful =
                LedgerDefinition.named("services", String.class, String.class).rememberRetired(0);
        MemoryStorage storage = MemoryStorage.create();
        try (Ledgers before = ledgers(storage.namedJournals())) {
            before.open(forgetful).put("a", "1");
        }
        Semaphore syncs = new Semaphore(0);
        CountDownLatch gate = new CountDownLatch(1);
        try (Ledgers held = ledgers(new Held(storage.namedJournals(), syncs, gate))) {
            Ledger<String, String> ledger = held.open(forgetful);
            CompletableFuture<Boolean> retired =
                    CompletableFuture.supplyAsync(() -> ledger.retire("a", "enough"), AbsenceTest::thread);
            syncs.acquire();
            CompletableFuture<Void> looked = CompletableFuture.supplyAsync(() -> ledger.get("a"), AbsenceTest::thread)
                    .thenAccept(found -> {
                        assertThat(found).isEmpty();
                        assertThat(gate.getCount()).as("it was not durable").isZero();
                    })
                    .whenComplete((nothing, failure) -> syncs.release());
            syncs.acquire(); // either it waits for the same sync, or it has been told
            gate.countDown();
            looked.get();
            assertThat(retired.get()).isTrue();
        }
    }

    private static void thread(Runnable task) {
        new Thread(task).start();
    }

    private static Ledgers ledgers(NamedJournals journals) {
        return new Ledgers(journals, new TestCodec(), event -> {}, () -> OpenLedger.START);
    }
}
