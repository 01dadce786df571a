package io.github.recovery4j.testkit.sweep;

import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalPoisonedException;
import io.github.recovery4j.journal.Sync;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A process that uses a journal, and tells the history what it does before and what it was promised after. */
final class JournalHost implements AutoCloseable {

    /** The time never comes, so the count decides: everything is done by the calling thread. */
    private static final Sync WITHIN = Sync.within(Duration.ofDays(1), 2);

    private final Journal journal;
    private final JournalHistory history;

    JournalHost(Journal journal, JournalHistory history) {
        this.journal = journal;
        this.history = history;
        history.opened();
    }

    void now(int size) {
        append(size, Sync.now());
        history.promise();
    }

    void within(int size) {
        append(size, WITHIN);
    }

    void later(int size) {
        append(size, Sync.atClose());
    }

    private void append(int size, Sync sync) {
        settle();
        long end = journal.end();
        JournalHistory.Appended record = history.appending(size);
        byte[] payload = record.payload();
        try {
            long position = journal.append(
                    record.number(),
                    sync,
                    ByteBuffer.wrap(payload, 0, size / 2),
                    ByteBuffer.wrap(payload, size / 2, size - size / 2));
            history.appended(position);
            expect(end <= position && position < journal.end(), "%d is not between the ends".formatted(position));
        } catch (JournalPoisonedException e) {
            throw e;
        } catch (JournalException e) {
            history.withdrawn();
            throw e;
        }
    }

    /** Who does not look into a journal that he has just opened does not know what is there. */
    private void settle() {
        if (!history.isSettled()) {
            look();
        }
    }

    void look() {
        List<JournalHistory.Shown> shown = new ArrayList<>();
        List<Gap> gaps = journal.replay(
                0,
                entry -> shown.add(
                        new JournalHistory.Shown(entry.position(), entry.type(), ByteBuffer.wrap(entry.bytes()))));
        history.check(shown, gaps);
    }

    void sync() {
        settle();
        journal.sync();
        history.promise();
    }

    void release() {
        settle();
        journal.release(history.release());
    }

    @Override
    public void close() {
        journal.close();
        if (history.isSettled()) {
            history.promise();
            history.closedInPeace();
        }
    }

    private static void expect(boolean kept, String otherwise) {
        if (!kept) {
            throw new AssertionError(otherwise);
        }
    }
}
