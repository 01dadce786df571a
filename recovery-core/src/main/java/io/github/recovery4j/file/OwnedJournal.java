package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.StoreClosedException;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.journal.Entry;
import io.github.recovery4j.journal.Gap;
import io.github.recovery4j.journal.Journal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.JournalReader;
import io.github.recovery4j.journal.Sync;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run in the hands of its owner. Its files are created with the first record.
 *
 * <p>A write is acknowledged only if the run is still the caller's after it is durable. Whoever takes the run over later
 * has then read it; what a former owner writes after that goes into a segment that ends where the next owner's begins
 * ({@link OwnersDisk}).
 */
final class OwnedJournal implements Journal {

    private final Volume volume;
    private final OwnerCheck owner;
    private final Supplier<Journal> opener;
    private final boolean present;
    private final Set<Journal> register;
    private final Lock lock = new ReentrantLock();
    private volatile @Nullable Journal journal;
    private volatile boolean closed;

    OwnedJournal(Volume volume, OwnerCheck owner, Supplier<Journal> opener, boolean present, Set<Journal> register) {
        this.volume = volume;
        this.owner = owner;
        this.opener = opener;
        this.present = present;
        this.register = register;
    }

    @Override
    public long append(int type, Sync sync, ByteBuffer... payload) {
        return writing(() -> opened().append(type, sync, payload));
    }

    @Override
    public void sync() {
        writing(() -> {
            if (exists()) {
                opened().sync();
            }
            return 0L;
        });
    }

    @Override
    public List<Gap> replay(long from, JournalReader reader) {
        return translated(() -> exists() ? opened().replay(from, reader) : List.of());
    }

    @Override
    public Optional<Entry> read(long position) {
        return translated(() -> exists() ? opened().read(position) : Optional.empty());
    }

    @Override
    public long start() {
        return translated(() -> exists() ? opened().start() : 0L);
    }

    @Override
    public long end() {
        return translated(() -> exists() ? opened().end() : 0L);
    }

    @Override
    public void release(long position) {
        writing(() -> {
            if (exists()) {
                opened().release(position);
            }
            return 0L;
        });
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            register.remove(this);
            Journal opened = journal;
            if (opened != null) {
                translated(() -> {
                    opened.close();
                    return true;
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean exists() {
        requireOpen();
        return present || journal != null;
    }

    private Journal opened() {
        lock.lock();
        try {
            Journal opened = journal;
            if (opened == null) {
                requireOpen();
                opened = opener.get();
                journal = opened;
                register.add(this);
            }
            return opened;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreClosedException("The journal of a run in " + volume.root());
        }
    }

    private long writing(Supplier<Long> write) {
        return translated(() -> {
            volume.requireWritable();
            owner.requireStillOwner();
            long position;
            try {
                position = write.get();
            } catch (JournalException e) {
                owner.requireStillOwner(); // or else that is why
                throw e;
            }
            owner.requireStillOwner();
            return position;
        });
    }

    private <T> T translated(Action<T> action) {
        try {
            return action.run();
        } catch (JournalClosedException e) {
            throw new StoreClosedException("The journal of a run in " + volume.root());
        } catch (JournalException e) {
            throw new StoreException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new StoreException(
                    "It cannot be told who owns a run in %s: %s; what was written may be durable, but is not acknowledged"
                            .formatted(volume.root(), e.getMessage()),
                    e);
        }
    }

    @FunctionalInterface
    private interface Action<T> {
        T run() throws IOException;
    }
}
