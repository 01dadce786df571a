package io.github.recovery4j.audit;

import io.github.recovery4j.disk.Disk;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.journal.FileJournal;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.journal.Sync;
import io.github.recovery4j.lease.Owner;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import io.github.recovery4j.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records what happens, one line of JSON for each event, in a directory that many processes may share. {@link
 * AuditTrail} reads it, {@code docs/audit.md} has the fields.
 *
 * <pre>
 * 20261121T090000123Z-5f3a9c1e2b7d4a60/    a {@link FileJournal}: what one process recorded from then on
 * 20261121T091500007Z-08d1c6aa93f0e542/    another process, or the same one later
 * </pre>
 *
 * <p>Each save, each completed step and each message of progress is <em>not</em> recorded: they are many, and what they did
 * is in the storage.
 *
 * <ol>
 *   <li>Decisions, runs that were taken, rollbacks and their ends, the ends of attempts and what was set aside or given up
 *       are durable before the library goes on. So nothing is done whose decision is not on record.
 *   <li>All else is durable within {@value #SOON_MILLIS} ms, and costs its sender no input or output, unless a journal is
 *       begun with it, or very many wait already. That is what a crash can lose.
 *   <li>A run never suffers from its audit log. When that does not work, it is logged once; what happens is counted
 *       instead, a new journal is tried with an event every {@value #RETRY_SECONDS} seconds, and begins with an {@value #INTERRUPTED}
 *       that tells how many events are missing at least.
 *   <li>Journals are deleted as a whole, when one is opened; never one that a living process writes.
 * </ol>
 *
 * <p>Nothing is created before the first event. Safe for use by many threads.
 */
public final class AuditLog implements RecoveryListener, AutoCloseable {

    static final String INTERRUPTED = "audit-interrupted";

    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);
    private static final long SOON_MILLIS = 100;
    private static final long RETRY_SECONDS = 60;
    private static final Sync SOON = Sync.within(Duration.ofMillis(SOON_MILLIS), Integer.MAX_VALUE);
    private static final Owner SELF = Owner.thisProcess();

    /** A journal holds so much of what is kept, in bytes and in time: a smaller piece cannot be given back. */
    private static final int PIECES = 8;

    private final Path path;
    private final AuditDirectory directory;
    private final Duration maxAge;
    private final long maxBytes;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Vocabulary vocabulary = new Vocabulary();
    private final Lock turning = new ReentrantLock();
    private final AtomicLong missed = new AtomicLong();
    private volatile Place place = new Unopened();

    private AuditLog(Builder builder) {
        this.path = builder.path;
        this.directory = new AuditDirectory(builder.disk, builder.path);
        this.maxAge = builder.maxAge.value();
        this.maxBytes = builder.maxBytes.value();
        this.clock = builder.clock;
        this.ticker = builder.ticker;
    }

    /** Where lines go. Whoever replaces one by another closes it after that. */
    private sealed interface Place {}

    private record Unopened() implements Place {}

    private record Opened(FileJournal journal, Instant since) implements Place {}

    private record Broken(String reason, Instant since, long triedAt) implements Place {}

    private record Closed() implements Place {}

    /**
     * {@return an audit log with the default settings}
     *
     * @param directory a directory of its own; created, if it does not exist, with the first event
     */
    public static AuditLog at(Path directory) {
        return builder(directory).open();
    }

    /**
     * {@return a builder with the default settings}
     *
     * @param directory a directory of its own; created, if it does not exist, with the first event
     */
    public static Builder builder(Path directory) {
        return new Builder(directory);
    }

    @Override
    public void on(RecoveryEvent event) {
        Optional<Vocabulary.Kind<?>> kind = vocabulary.kind(event);
        if (kind.isPresent()) {
            record(kind.get().line(event).by(SELF), kind.get().urgent());
        }
    }

    private void record(Line line, boolean urgent) {
        while (true) {
            if (!(place() instanceof Opened opened)) {
                missed.incrementAndGet();
                return;
            }
            try {
                opened.journal().append(0, urgent ? Sync.now() : SOON, line.bytes());
                return;
            } catch (JournalClosedException e) {
                log.debug("A journal of the audit log in {} was replaced meanwhile", path);
            } catch (JournalException e) {
                missed.incrementAndGet();
                give(opened, e);
                return;
            }
        }
    }

    /** The place for a line, opened if there is none, or if it is time for another. */
    private Place place() {
        Place current = place;
        if (current instanceof Unopened) {
            turning.lock();
        } else if (!isDue(current) || !turning.tryLock()) {
            return current;
        }
        try {
            if (place == current) {
                place = next(current);
                close(current);
            }
        } finally {
            turning.unlock();
        }
        return place;
    }

    private boolean isDue(Place current) {
        if (current instanceof Opened opened) {
            return isFull(opened);
        }
        return current instanceof Broken broken
                && ticker.nanos() - broken.triedAt()
                        >= Duration.ofSeconds(RETRY_SECONDS).toNanos();
    }

    private boolean isFull(Opened opened) {
        try {
            return opened.journal().end() >= maxBytes / PIECES
                    || clock.instant().isAfter(opened.since().plus(maxAge.dividedBy(PIECES)));
        } catch (JournalClosedException e) {
            return false; // somebody else has replaced it
        }
    }

    /** A new journal; what is there is brought down to what may be kept beside it. */
    private Place next(Place before) {
        Instant now = clock.instant();
        retain(now);
        try {
            return opened(directory.create(now), before, now);
        } catch (IOException | JournalException e) {
            return broken(before, e);
        }
    }

    /** What cannot be given back is no reason to record nothing. */
    private void retain(Instant now) {
        try {
            directory.retain(now.minus(maxAge).minus(maxAge.dividedBy(PIECES)), maxBytes - maxBytes / PIECES);
        } catch (IOException e) {
            log.warn(
                    "What is old in the audit log in {} could not be deleted ({}); that is tried with the next journal",
                    path,
                    e.toString());
        }
    }

    /** One that does not work leaves nothing behind: it is not the last that is tried. */
    private Place opened(Path file, Place before, Instant now) {
        try {
            FileJournal journal = directory.journal(file).open();
            if (before instanceof Broken broken) {
                resume(journal, broken, now);
            }
            return new Opened(journal, now);
        } catch (JournalException e) {
            directory.delete(file);
            throw e;
        }
    }

    private void resume(FileJournal journal, Broken broken, Instant now) {
        long count = missed.get();
        try {
            Line line = new Line(now, INTERRUPTED)
                    .text("since", broken.since().toString())
                    .text("reason", broken.reason())
                    .number("missed", count);
            journal.append(0, Sync.now(), line.by(SELF).bytes());
        } catch (JournalException e) {
            abandon(journal);
            throw e;
        }
        missed.addAndGet(-count);
        log.info("The audit log in {} works again; at least {} events are not in it", path, count);
    }

    private Broken broken(Place before, Exception why) {
        if (before instanceof Broken known) {
            return new Broken(known.reason(), known.since(), ticker.nanos());
        }
        log.warn(
                "The audit log in {} does not work; runs go on, what happens is not recorded. It is tried again every {} seconds, and only success is logged: {}",
                path,
                RETRY_SECONDS,
                why.getMessage());
        return new Broken(String.valueOf(why.getMessage()), clock.instant(), ticker.nanos());
    }

    private void give(Opened opened, JournalException why) {
        turning.lock();
        try {
            if (place == opened) {
                place = broken(opened, why);
            }
        } finally {
            turning.unlock();
        }
        abandon(opened.journal());
    }

    /** That it does not work was told. */
    private void abandon(FileJournal journal) {
        try {
            journal.close();
        } catch (JournalException e) {
            log.debug("A journal of the audit log in {} is given up: {}", path, e.getMessage());
        }
    }

    private void close(Place left) {
        if (left instanceof Opened opened) {
            try {
                opened.journal().close();
            } catch (JournalException e) {
                log.warn(
                        "Lines of the last {} ms of a journal of the audit log in {} are lost: {}",
                        SOON_MILLIS,
                        path,
                        e.getMessage());
            }
        }
    }

    /** Makes everything durable, and records nothing any more. Closing twice does nothing. */
    @Override
    public void close() {
        Place last;
        turning.lock();
        try {
            last = place;
            place = new Closed();
        } finally {
            turning.unlock();
        }
        close(last);
        if (last instanceof Broken broken) {
            log.warn(
                    "The audit log in {} is closed, at least {} events are not in it: {}",
                    path,
                    missed.get(),
                    broken.reason());
        }
    }

    /** Settings of an {@link AuditLog}. Not safe for use by many threads. */
    public static final class Builder {

        static final long SMALLEST = 1 << 20;

        private final Path path;
        private Tunable<Duration> maxAge = AuditSettings.MAX_AGE;
        private Tunable<Long> maxBytes = AuditSettings.MAX_BYTES;
        private InstantSource clock = InstantSource.system();
        private Ticker ticker = Ticker.system();
        private Disk disk = Disk.local();

        private Builder(Path path) {
            this.path = path;
        }

        /**
         * Sets how long events are kept, 30 days unless set; up to an eighth longer, as they are deleted many at a time.
         *
         * @param age positive
         * @return this
         */
        public Builder maxAge(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("Events are kept for a positive time, got " + age);
            }
            this.maxAge = Tunable.said(age);
            return this;
        }

        /**
         * Sets the space for what is kept, 64 MiB unless set; up to an eighth of it may go at a time. What living
         * processes write counts too, and is never deleted: if that alone is more, all that is closed goes.
         *
         * @param bytes at least 1 MiB
         * @return this
         */
        public Builder maxBytes(long bytes) {
            if (bytes < SMALLEST) {
                throw new IllegalArgumentException(
                        "An audit log has at least %d bytes, got %d".formatted(SMALLEST, bytes));
            }
            this.maxBytes = Tunable.said(bytes);
            return this;
        }

        /**
         * Sets the clocks.
         *
         * @param wall tells how old journals are
         * @param monotonic tells when one that does not work is tried again
         * @return this
         */
        public Builder time(InstantSource wall, Ticker monotonic) {
            this.clock = wall;
            this.ticker = monotonic;
            return this;
        }

        /**
         * Sets the file system the directory is on.
         *
         * @param other replaces {@link Disk#local()}
         * @return this
         */
        public Builder disk(Disk other) {
            this.disk = other;
            return this;
        }

        /**
         * Sets what was not said as it is set from outside.
         *
         * @param settings what is set
         * @return this
         */
        public Builder tuned(Settings settings) {
            this.maxAge = maxAge.tuned(settings);
            this.maxBytes = maxBytes.tuned(settings);
            return this;
        }

        /** {@return the audit log; it touches no file before the first event} */
        public AuditLog open() {
            return new AuditLog(this);
        }
    }
}
