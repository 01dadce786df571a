package io.github.recovery4j.ledger;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.journal.JournalException;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One restoration: some threads that take entries from a queue. The one that ends last makes the report. */
final class Restoring<K, V> {

    private static final Logger log = LoggerFactory.getLogger(Replayer.class);

    private final Ledger<K, V> ledger;
    private final Restorer<K, V> restorer;
    private final Replayer.Settings settings;
    private final Limited limited;
    private final Queue<LedgerEntry<K, V>> left;
    private final List<UnreadableEntry> unreadable;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger busy;
    private final CompletableFuture<RestoreReport<K>> report = new CompletableFuture<>();
    private final long begun;
    private volatile boolean cancelled;

    private final Object lock = new Object();
    private final List<K> restored = new ArrayList<>();
    private final Map<K, String> skipped = new LinkedHashMap<>();
    private final Map<K, Throwable> failed = new LinkedHashMap<>();
    private final List<K> unbegun = new ArrayList<>();

    Restoring(Ledger<K, V> ledger, Restorer<K, V> restorer, Replayer.Settings settings) {
        this.ledger = ledger;
        this.restorer = restorer;
        this.settings = settings;
        this.begun = settings.ticker().nanos();
        this.left = new ConcurrentLinkedQueue<>(ledger.live());
        this.unreadable = ledger.unreadable();
        this.limited = new Limited(settings.timeLimit());
        int workers = Math.max(1, Math.min(settings.parallelism(), left.size()));
        this.busy = new AtomicInteger(workers);
        for (int i = 1; i <= workers; i++) {
            Thread thread = new Thread(this::work, "recovery4j-restore-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    Restoration<K> begin() {
        threads.forEach(Thread::start);
        return new Restoration<>(report, this::cancel);
    }

    private void cancel() {
        cancelled = true;
        threads.forEach(Thread::interrupt);
    }

    private void work() {
        try {
            for (LedgerEntry<K, V> next = left.poll(); next != null; next = left.poll()) {
                try {
                    restore(next);
                } catch (Exception | Error e) { // no entry keeps the others from being restored
                    failed(next, e, 0);
                }
            }
        } finally {
            if (busy.decrementAndGet() == 0) {
                end();
            }
        }
    }

    private void restore(LedgerEntry<K, V> entry) {
        RetryPolicy retry = settings.retry();
        for (int attempt = 1; ; attempt++) {
            if (cancelled) {
                synchronized (lock) {
                    unbegun.add(entry.key());
                }
                return;
            }
            if (!ledger.isUnchanged(entry)) {
                skipped(entry, "it was retired, or put again, before it was restored");
                return;
            }
            try {
                limited.call(() -> {
                    restorer.restore(entry);
                    return entry;
                });
                restored(entry);
                return;
            } catch (Exception | Error e) {
                boolean again = e instanceof Exception failure
                        && attempt < retry.maxAttempts()
                        && retry.retryable().test(failure);
                if (!again || !paused(retry.pause(attempt))) {
                    failed(entry, e, attempt);
                    return;
                }
            }
        }
    }

    /** Whether it was not interrupted: only a cancellation does that. */
    private boolean paused(Duration pause) {
        try {
            settings.waiter().await(pause);
            return true;
        } catch (InterruptedException e) {
            return false; // this thread is ours, and ends soon
        }
    }

    private void restored(LedgerEntry<K, V> entry) {
        if (noted(entry, LedgerEvent.Kind.RECOVERED, "")) {
            synchronized (lock) {
                restored.add(entry.key());
            }
            ledger.core().tell(at -> new RecoveryEvent.EntryRestored(at, tenant(), name(), words(entry.key())));
        } else {
            skipped(
                    entry,
                    "it was retired, or put again, while it was being restored; what was restored may have to be ended");
        }
    }

    private void failed(LedgerEntry<K, V> entry, Throwable failure, int attempts) {
        noted(entry, LedgerEvent.Kind.FAILED, String.valueOf(failure));
        synchronized (lock) {
            failed.put(entry.key(), failure);
        }
        log.warn(
                "Entry '{}' of {} was not restored after {} tries, it stays live: {}",
                entry.key(),
                ledger,
                attempts,
                String.valueOf(failure));
        ledger.core()
                .tell(at -> new RecoveryEvent.EntryNotRestored(
                        at, tenant(), name(), words(entry.key()), attempts, failure));
    }

    private void skipped(LedgerEntry<K, V> entry, String why) {
        synchronized (lock) {
            skipped.put(entry.key(), why);
        }
    }

    /** What was restored is restored, whether that can be recorded or not. */
    private boolean noted(LedgerEntry<K, V> entry, LedgerEvent.Kind kind, String text) {
        try {
            return ledger.note(entry, kind, text);
        } catch (JournalException e) {
            log.warn(
                    "That '{}' of {} was tried to be restored is not on record: {}",
                    entry.key(),
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
        }
    }

    private RestoreReport<K> ended() {
        limited.close();
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
                        result.failed().size() + result.cancelled().size() + unreadable.size(),
                        took));
        return result;
    }

    private String tenant() {
        return ledger.core().definition().tenant();
    }

    private String name() {
        return ledger.core().definition().name();
    }

    private static String words(Object key) {
        return String.valueOf(key);
    }
}
