package io.github.recovery4j.journaling;

import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.checkpoint.StorePoisonedException;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalPoisonedException;
import io.github.recovery4j.lease.LocalLeases;
import java.util.function.Supplier;

/**
 * The door to the log of a storage: who reads finds it open, who writes owns the run and is alone with it, and what goes
 * wrong with the journal is told in the words of a storage.
 *
 * @param location the storage, for messages
 * @param log what is behind
 * @param leases tell who owns a run
 */
record StorageAccess(String location, RunLog log, LocalLeases leases) {

    <T> T reading(Supplier<T> action) {
        try {
            log.journal().end();
            return action.get();
        } catch (JournalException e) {
            throw translated(e);
        }
    }

    void writing(RunKey run, long token, Runnable action) {
        try {
            log.journal().end();
            log.locked(run, () -> {
                leases.requireOwner(run, token);
                action.run();
            });
        } catch (JournalException e) {
            throw translated(e);
        }
    }

    String place(long position) {
        return location + "@" + position;
    }

    private StoreException translated(JournalException e) {
        if (e instanceof JournalClosedException) {
            return new StoreClosedException(location);
        }
        Throwable cause = e.getCause();
        return e instanceof JournalPoisonedException && cause != null
                ? new StorePoisonedException(location, cause)
                : new StoreException("%s: %s".formatted(location, e.getMessage()), e);
    }
}
