package io.github.recovery4j.file;

import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.disk.NotRegularException;
import io.github.recovery4j.lease.Claim;
import io.github.recovery4j.lease.Holder;
import io.github.recovery4j.lease.Lease;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.LeaseStore;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.time.Waiter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leases as locks of the operating system, with an {@link OwnerFile} beside each for its token and for the message.
 * They do not expire: a stopped process keeps what it has, a dead one has nothing.
 *
 * <p>A lock may be taken for a moment by somebody who only cleans up after a dead owner, or still be held by an owner that
 * was killed and waits for the disk. So a lock that is taken while its owner file names nobody alive is asked for again,
 * for ten seconds, before the answer is no.
 */
final class FileLeases implements LeaseStore {

    private static final Logger log = LoggerFactory.getLogger(FileLeases.class);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int TRIES = 1000;

    private final Volume volume;
    private final Disk.Locks locks;
    private final InstantSource clock;
    private final Waiter waiter;
    private final Set<Disk.Lock> held = ConcurrentHashMap.newKeySet();
    private volatile Consumer<LeaseKey> beforeRelease = key -> {};

    FileLeases(Volume volume, Disk.Locks locks, InstantSource clock, Waiter waiter) {
        this.volume = volume;
        this.locks = locks;
        this.clock = clock;
        this.waiter = waiter;
    }

    /** Sets what an owner does last, before it gives its lease back; it must not throw. */
    void beforeRelease(Consumer<LeaseKey> last) {
        beforeRelease = last;
    }

    @Override
    public Claim tryAcquire(LeaseKey key, Owner owner, Duration ttl) {
        try {
            volume.requireWritable();
            for (int attempt = 1; ; attempt++) {
                Optional<Disk.Lock> lock = lock(key);
                if (lock.isPresent()) {
                    return own(key, owner, lock.get());
                }
                Optional<OwnerFile> recorded = recorded(key);
                if (recorded.filter(OwnerFile::mayBeHeld).isPresent() || attempt == TRIES || !paused()) {
                    return new Claim.Held(
                            recorded.filter(last -> !last.released()).map(OwnerFile::holder));
                }
            }
        } catch (IOException | StoreException e) {
            throw new LeaseException(
                    "The lease of %s could not be taken in %s: %s. It is not owned"
                            .formatted(key, volume.root(), e.getMessage()),
                    e);
        }
    }

    /** Lets go of everything, as the death of the process would. */
    void close() throws IOException {
        for (Disk.Lock lock : held) {
            lock.close();
        }
    }

    private boolean paused() {
        try {
            waiter.await(PAUSE);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Takes the lock alone: what cleaning needs, which owns nothing and writes nothing. */
    Optional<Disk.Lock> lock(LeaseKey key) throws IOException {
        return locks.tryLock(position(key));
    }

    private static long position(LeaseKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key.job().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(key.name().getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest.digest()).getLong() >>> 2;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private Claim own(LeaseKey key, Owner owner, Disk.Lock lock) throws IOException {
        try {
            volume.createDirectory(key.job());
            Predecessor last = predecessor(key);
            OwnerFile mine = new OwnerFile(key, new Holder(owner, last.token() + 1, clock.instant()), false);
            volume.replace(volume.owner(key), mine.bytes());
            return new Claim.Acquired(new FileLease(mine, lock), last.abandoned());
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    /** Who had a lease last: with which token, and who it was if the lease was not given back. */
    private record Predecessor(long token, Optional<Holder> abandoned) {

        static Predecessor of(OwnerFile last) {
            return new Predecessor(
                    last.holder().token(), Optional.of(last.holder()).filter(holder -> !last.released()));
        }
    }

    /** A lost count goes on from the wall clock in milliseconds, which no count of acquisitions reaches. */
    private Predecessor predecessor(LeaseKey key) throws IOException {
        try {
            return OwnerFile.read(volume, key).map(Predecessor::of).orElse(new Predecessor(0, Optional.empty()));
        } catch (DamagedException | NotRegularException e) {
            log.warn(
                    "{} is damaged ({}); its fencing tokens go on from the wall clock",
                    volume.owner(key),
                    e.getMessage());
            return new Predecessor(clock.millis() - 1, Optional.empty());
        }
    }

    @Override
    public Optional<Holder> holder(LeaseKey key) {
        try {
            volume.requireOpen();
            return recorded(key).filter(OwnerFile::mayBeHeld).map(OwnerFile::holder);
        } catch (IOException | StoreException e) {
            throw new LeaseException("It cannot be told who owns %s: %s".formatted(key, e.getMessage()), e);
        }
    }

    private Optional<OwnerFile> recorded(LeaseKey key) throws IOException {
        try {
            return OwnerFile.read(volume, key);
        } catch (DamagedException | NotRegularException e) {
            return Optional.empty(); // whoever takes the lease next says so, and writes a new one
        }
    }

    /** In words, why a token is not the current one; empty if it is. */
    Optional<String> whyFenced(LeaseKey key, long token) throws IOException {
        try {
            Optional<OwnerFile> now = OwnerFile.read(volume, key);
            if (now.isEmpty()) {
                return Optional.of("the run was removed");
            }
            if (now.get().holder().token() != token) {
                return Optional.of("it was taken over by %s under token %d"
                        .formatted(now.get().holder(), now.get().holder().token()));
            }
            return now.get().released() ? Optional.of("its lease was released") : Optional.empty();
        } catch (DamagedException | NotRegularException e) {
            return Optional.of("its owner file is damaged (%s)".formatted(e.getMessage()));
        }
    }

    private final class FileLease implements Lease {

        private final OwnerFile mine;
        private final Disk.Lock lock;
        private final AtomicBoolean ended = new AtomicBoolean();

        FileLease(OwnerFile mine, Disk.Lock lock) {
            this.mine = mine;
            this.lock = lock;
            held.add(lock);
        }

        @Override
        public LeaseKey key() {
            return mine.key();
        }

        @Override
        public long token() {
            return mine.holder().token();
        }

        @Override
        public boolean renew() {
            try {
                return !ended.get()
                        && lock.isValid()
                        && whyFenced(key(), token()).isEmpty();
            } catch (IOException | StoreException e) {
                throw new LeaseException(
                        "It cannot be told whether %s is still owned: %s".formatted(key(), e.getMessage()), e);
            }
        }

        @Override
        public boolean release() {
            held.remove(lock);
            if (!ended.compareAndSet(false, true) || !lock.isValid()) {
                return false;
            }
            try (lock) {
                volume.requireWritable();
                if (whyFenced(key(), token()).isPresent()) {
                    return recorded(key()).isEmpty(); // it went with its run
                }
                beforeRelease.accept(key());
                volume.replace(volume.owner(key()), new OwnerFile(key(), mine.holder(), true).bytes());
                return true;
            } catch (IOException | StoreException e) {
                throw new LeaseException(
                        "The release of %s could not be recorded (%s); it ends as if its owner had died"
                                .formatted(key(), e.getMessage()),
                        e);
            }
        }
    }
}
