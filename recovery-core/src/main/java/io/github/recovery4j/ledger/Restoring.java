package io.github.recovery4j.ledger;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One restoration: some threads that take entries from a queue. One that does not come back from the restorer, although it
 * was interrupted, is left behind, and another one takes its place. The one that ends last makes the report.
 */
final class Restoring<K, V> implements UnderWay.Task {

    private static final Logger log = LoggerFactory.getLogger(Replayer.class);

    private final Ledger<K, V> ledger;
    private final Restorer<K, V> restorer;
    private final Replayer.Settings settings;
    private final Queue<LedgerFold.Live<K>> left;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Worker> workers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger busy = new AtomicInteger();
    private final CompletableFuture<RestoreReport<K>> report = new CompletableFuture<>();
    private final long begun;
    private volatile boolean cancelled;

    private final Object lock = new Object();
    private final List<K> restored = new ArrayList<>();
    private final Map<K, String> skipped = new LinkedHashMap<>();
    private final Map<K, Throwable> failed = new LinkedHashMap<>();
    private final List<K> unbegun = new ArrayList<>();
    private final List<UnreadableEntry> unreadable;

    Restoring(Ledger<K, V> ledger, Restorer<K, V> restorer, Replayer.Settings settings) {
        this.ledger = ledger;
        this.restorer = restorer;
        this.settings = settings;
        this.begun = settings.ticker().nanos();
        this.left = new ConcurrentLinkedQueue<>(ledger.allLive());
        this.unreadable = new ArrayList<>(ledger.unread());
        this.timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "recovery4j-time-limit"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // whoever cancels after the end
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    Restoration<K> begin() {
        ledger.core().underWay().begin(this);
        int number = Math.max(1, Math.min(settings.parallelism(), left.size()));
        busy.set(number);
        for (int i = 0; i < number; i++) {
            start();
        }
        return new Restoration<>(report, this::stop);
    }

    /** A thread that cannot be had leaves its work to the others; the last one still makes the report. */
    private void start() {
        Worker worker = new Worker();
        workers.add(worker);
        try {
            worker.thread.start();
        } catch (Error e) {
            log.warn("A thread that restores {} cannot be had: {}", ledger, Words.of(e));
            worker.ended();
        }
    }

    /** Those that are in the restorer are interrupted, and left behind if they do not heed it. */
    @Override
    public void stop() {
        cancelled = true;
        workers.forEach(Worker::cancel);
    }

    @Override
    public void join() throws InterruptedException {
        new Restoration<>(report, this::stop).await();
    }

    /** Takes one entry after the other. */
    private final class Worker implements Runnable {

        private final Thread thread = daemon(this, "recovery4j-restore");
        private volatile @Nullable Try now;

        @Override
        public void run() {
            boolean mine = true;
            try {
                for (LedgerFold.Live<K> next = left.poll(); next != null && mine; next = mine ? left.poll() : null) {
                    mine = restore(next);
                }
            } finally {
                if (mine) {
                    ended();
                }
            }
        }

        /** Whether this thread may go on. No entry keeps the others from being restored. */
        private boolean restore(LedgerFold.Live<K> entry) {
            try {
                return tried(entry);
            } catch (CodecException e) {
                synchronized (lock) {
                    unreadable.add(Ledger.unreadable(entry, e));
                }
            } catch (JournalClosedException e) {
                stop(); // nobody can tell any more what should be live
                unbegun(entry);
            } catch (RuntimeException | Error e) {
                failed(entry, e, 0);
            }
            return true;
        }

        private boolean tried(LedgerFold.Live<K> entry) {
            RetryPolicy retry = settings.retry();
            for (int attempt = 1; ; attempt++) {
                if (cancelled) {
                    unbegun(entry);
                    return true;
                }
                Optional<LedgerEntry<K, V>> found = ledger.same(entry.key(), entry.put());
                if (found.isEmpty()) {
                    skipped(entry, "it was retired, or put again, before it was restored");
                    return true;
                }
                Try current = new Try(thread, entry, attempt);
                Optional<Throwable> failure = attempted(current, found.get());
                if (!current.end()) {
                    return false; // somebody else has told what became of it, and goes on
                }
                if (failure.isEmpty()) {
                    restored(entry);
                    return true;
                }
                boolean again = attempt < retry.maxAttempts()
                        && failure.get() instanceof Exception e
                        && retry.retryable().test(e);
                if (!again || !paused(retry.pause(attempt))) {
                    failed(entry, current.told(failure.get()), attempt);
                    return true;
                }
            }
        }

        private Optional<Throwable> attempted(Try current, LedgerEntry<K, V> entry) {
            now = current;
            if (cancelled) {
                current.cancel(); // it may have come before this could be seen
            }
            try {
                restorer.restore(entry);
                return Optional.empty();
            } catch (Exception | Error e) {
                return Optional.of(current.told(e));
            } finally {
                now = null;
            }
        }

        /** Whether nobody has cancelled it. */
        private boolean paused(Duration pause) {
            try {
                if (!cancelled) {
                    settings.waiter().await(pause);
                }
                return !cancelled;
            } catch (InterruptedException e) {
                return false; // this thread is ours, and only a cancellation does that
            }
        }

        void cancel() {
            Try current = now;
            if (current != null) {
                current.cancel();
            }
            thread.interrupt();
        }

        private void ended() {
            workers.remove(this);
            if (busy.decrementAndGet() == 0) {
                end();
            }
        }

        /** One call of the restorer. */
        private final class Try {

            private final Visit visit;
            private final LedgerFold.Live<K> entry;
            private final int attempt;
            private final Future<?> expiry;
            private volatile @Nullable Future<?> leaving;

            Try(Thread visitor, LedgerFold.Live<K> entry, int attempt) {
                this.visit = new Visit(visitor);
                this.entry = entry;
                this.attempt = attempt;
                this.expiry = timer.schedule(this::expire, settings.limits().nanos(), TimeUnit.NANOSECONDS);
            }

            private void expire() {
                visit.expire();
                leaveLater();
            }

            void cancel() {
                visit.interrupt();
                leaveLater();
            }

            private void leaveLater() {
                leaving = timer.schedule(this::leave, settings.limits().graceNanos(), TimeUnit.NANOSECONDS);
            }

            private void leave() {
                if (visit.giveUp()) {
                    workers.remove(Worker.this);
                    failed(entry, settings.limits().leftBehind(visit.isLate()), attempt);
                    start();
                }
            }

            /** Whether it was not given up. */
            boolean end() {
                expiry.cancel(false);
                boolean ours = visit.end();
                Future<?> asked = leaving;
                if (asked != null) {
                    asked.cancel(false);
                }
                return ours;
            }

            Throwable told(Throwable failure) {
                return visit.isLate() && failure instanceof Exception
                        ? settings.limits().late(failure)
                        : failure;
            }
        }
    }

    private void restored(LedgerFold.Live<K> entry) {
        if (noted(entry, LedgerEvent.Kind.RECOVERED, "")) {
            synchronized (lock) {
                restored.add(entry.key());
            }
            ledger.core().tell(at -> new RecoveryEvent.EntryRestored(at, tenant(), name(), Words.of(entry.key())));
        } else {
            skipped(
                    entry,
                    "it was retired, or put again, while it was being restored; what was restored may have to be ended");
        }
    }

    private void failed(LedgerFold.Live<K> entry, Throwable failure, int attempts) {
        synchronized (lock) {
            failed.put(entry.key(), failure); // first, so that it is in the report whatever comes now
        }
        noted(entry, LedgerEvent.Kind.FAILED, Words.of(failure));
        log.warn(
                "Entry '{}' of {} was not restored after {} tries, it stays live: {}",
                Words.of(entry.key()),
                ledger,
                attempts,
                Words.of(failure));
        ledger.core()
                .tell(at -> new RecoveryEvent.EntryNotRestored(
                        at, tenant(), name(), Words.of(entry.key()), attempts, failure));
    }

    private void skipped(LedgerFold.Live<K> entry, String why) {
        synchronized (lock) {
            skipped.put(entry.key(), why);
        }
    }

    private void unbegun(LedgerFold.Live<K> entry) {
        synchronized (lock) {
            unbegun.add(entry.key());
        }
    }

    /** What was restored is restored, whether that can be recorded or not. */
    private boolean noted(LedgerFold.Live<K> entry, LedgerEvent.Kind kind, String text) {
        try {
            return ledger.note(entry.key(), entry.put(), kind, text);
        } catch (JournalException e) {
            log.warn(
                    "That '{}' of {} was tried to be restored is not on record: {}",
                    Words.of(entry.key()),
                    ledger,
                    e.getMessage());
            return true;
        }
    }

    private void end() {
        try {
            report.complete(ended());
        } catch (RuntimeException | Error e) {
            report.completeExceptionally(e); // or else they would wait for ever
        } finally {
            ledger.core().underWay().end(this);
        }
    }

    private RestoreReport<K> ended() {
        timer.shutdownNow();
        for (LedgerFold.Live<K> entry = left.poll(); entry != null; entry = left.poll()) {
            unbegun(entry); // no thread was left to take it
        }
        try {
            ledger.settle();
        } catch (JournalException e) {
            log.warn("What was restored of {} may not be on record: {}", ledger, e.getMessage());
        }
        Duration took = Duration.ofNanos(settings.ticker().nanos() - begun);
        RestoreReport<K> result;
        synchronized (lock) {
            result = new RestoreReport<>(restored, skipped, failed, unbegun, unreadable, took);
        }
        ledger.core()
                .tell(at -> new RecoveryEvent.LedgerRestored(
                        at,
                        tenant(),
                        name(),
                        result.restored().size(),
                        result.skipped().size(),
                        result.failed().size()
                                + result.cancelled().size()
                                + result.unreadable().size(),
                        took));
        return result;
    }

    private String tenant() {
        return ledger.core().definition().tenant();
    }

    private String name() {
        return ledger.core().definition().name();
    }
}
