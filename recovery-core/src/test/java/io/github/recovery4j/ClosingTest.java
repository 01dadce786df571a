package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.ForwardingJournal;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalName;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.NamedJournals;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.shutdown.ShutdownReport;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import io.github.recovery4j.storage.ForwardingStorage;
import io.github.recovery4j.storage.Storage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ClosingTest {

    @Test
    void a_queue_that_cannot_be_closed_keeps_the_storage_from_nothing() {
        AtomicBoolean closed = new AtomicBoolean();
        Recovery recovery = Recovery.builder()
                .storage(() -> new Stubborn(MemoryStorage.create(), closed))
                .codec(new TestCodec())
                .shutdownOn(ShutdownTrigger.none())
                .open();
        recovery.queue("payments", String.class);
        ShutdownReport report = recovery.shutdown();
        assertThat(report.problems()).startsWith("close the storage: FAILED");
        assertThat(closed).isTrue();
    }

    /** A storage whose named journals cannot be closed, for a reason that is not a journal's. */
    private static final class Stubborn extends ForwardingStorage implements NamedJournals {

        private final AtomicBoolean closed;

        Stubborn(Storage real, AtomicBoolean closed) {
            super(real);
            this.closed = closed;
        }

        @Override
        public NamedJournals namedJournals() {
            return this;
        }

        @Override
        public Journal open(JournalName name) {
            return new ForwardingJournal(super.namedJournals().open(name)) {
                @Override
                public void close() {
                    throw new IllegalStateException("stubborn");
                }
            };
        }

        @Override
        public List<Gap> read(JournalName name, long from, JournalReader reader) {
            return super.namedJournals().read(name, from, reader);
        }

        @Override
        public void close() {
            closed.set(true);
            super.close();
        }
    }
}
