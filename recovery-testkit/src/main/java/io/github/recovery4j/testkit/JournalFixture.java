package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** What the suites for a {@link Journal} have in common: the journal under test, and how it is read. */
public abstract class JournalFixture {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private @Nullable Journal current;

    /** Creates the fixture. */
    JournalFixture() {}

    /**
     * Opens the journal: the same one on each call within one test method, a new one in every other. It takes records of
     * 100,000 bytes. The fixture closes it, and opens it once at a time.
     *
     * @return the open journal
     */
    protected abstract Journal open();

    /** {@return the journal under test, opened on the first call} */
    protected final synchronized Journal journal() {
        Journal journal = current;
        if (journal == null) {
            journal = open();
            current = journal;
        }
        return journal;
    }

    /** Closes the journal under test and opens it again. */
    protected final synchronized void reopen() {
        journal().close();
        current = null;
    }

    @AfterEach
    synchronized void closeJournal() {
        if (current != null) {
            current.close();
        }
    }

    /** A record for comparison. */
    record Shown(long position, int type, ByteBuffer payload) {

        String text() {
            return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        }
    }

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    final long append(String text, Sync sync) {
        return journal().append(0, sync, text(text));
    }

    /** What a replay shows, which must report no gap. */
    final List<Shown> entries(long from) {
        List<Shown> shown = new ArrayList<>();
        assertThat(journal()
                        .replay(
                                from,
                                entry -> shown.add(
                                        new Shown(entry.position(), entry.type(), ByteBuffer.wrap(entry.bytes())))))
                .isEmpty();
        return shown;
    }

    final List<String> texts() {
        return entries(0).stream().map(Shown::text).toList();
    }
}
