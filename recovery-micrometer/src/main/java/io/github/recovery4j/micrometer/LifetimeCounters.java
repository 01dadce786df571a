package io.github.recovery4j.micrometer;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.journal.JournalClosedException;
import io.github.recovery4j.ledger.Ledger;
import io.github.recovery4j.ledger.LedgerDefinition;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts that restarts do not set back: for each counter and timer of {@link RecoveryMetrics} one of the same name and tags, with
 * {@code .lifetime} behind the name, that says how often it was told something in all lives of the program.
 *
 * <p>They are one entry of a ledger of the recovery, {@code recovery4j-metrics-} and the name, which looks like this:
 *
 * <pre>{@code
 * counts = {"counts":[{"meter":"recovery4j.starts","tags":{"job.name":"sync","start":"warm"},"count":17}, …]}
 * }</pre>
 *
 * <ol>
 *   <li>What is stored is a whole: what was there when this was opened, plus everything that was counted since the
 *       {@link RecoveryMetrics} were made. It replaces the one before as one event of the ledger.
 *   <li>Nothing is counted twice: one process at a time has the ledger, and what was stored is read once, before it is written
 *       for the first time.
 *   <li>A crash loses what was counted since the newest save, which was begun at most one interval ago, and nothing else.
 *   <li>What is shown is durable. So nobody ever sees a count go back, whatever crashes.
 * </ol>
 *
 * <p>Where the medium loses what it had acknowledged, the ledger falls back to what it still has, and the counts with it. When a
 * save fails, the counts that are shown stand still, this is logged once, and it is tried again; a ledger that takes no more does so
 * when the next process opens it. Safe for use by many threads.
 */
public final class LifetimeCounters implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LifetimeCounters.class);

    private static final String LEDGER = "recovery4j-metrics-";
    private static final String KEY = "counts";
    private static final LifetimeCounts NONE = new LifetimeCounts(List.of());
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Meters meters;
    private final Ledger<String, LifetimeCounts> ledger;
    private final LifetimeTotals totals;
    private final Map<Series, Shown> shown = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "recovery4j-lifetime");
        thread.setDaemon(true);
        return thread;
    });
    /** One saves at a time, with what it has read; nobody else waits. */
    private final ReentrantLock turn = new ReentrantLock();

    private Future<?> rounds = CompletableFuture.completedFuture(null);
    private LifetimeCounts stored;
    private boolean failed;
    private boolean closed;

    private LifetimeCounters(RecoveryMetrics metrics, Ledger<String, LifetimeCounts> ledger) {
        this.meters = metrics.meters();
        this.ledger = ledger;
        this.stored = ledger.get(KEY).orElse(NONE);
        this.totals = new LifetimeTotals(stored, metrics.mostNames());
        show(totals.with(Map.of()));
    }

    static LifetimeCounters keep(RecoveryMetrics metrics, Recovery recovery, String name, Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("Counts are saved at a positive interval, got " + interval);
        }
        LedgerDefinition<String, LifetimeCounts> definition = LedgerDefinition.named(
                        LEDGER + name, String.class, LifetimeCounts.class)
                .keepHistory(Duration.ofDays(1), 1 << 20);
        LifetimeCounters counters = new LifetimeCounters(metrics, recovery.ledger(definition));
        counters.begin(interval);
        return counters;
    }

    private void begin(Duration interval) {
        rounds = timer.scheduleWithFixedDelay(
                this::saveOrSay, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Saves the counts of now, and shows them. Once closed, it does nothing.
     *
     * @throws io.github.recovery4j.journal.JournalException if they could not be saved, or are not known to be; those that
     *     are shown stay
     */
    public void save() {
        turn.lock();
        try {
            saveInTurn();
        } finally {
            turn.unlock();
        }
    }

    private void saveInTurn() {
        if (closed) {
            return;
        }
        Map<Series, Long> all = totals.with(meters.tallies());
        LifetimeCounts wanted = totals.toStore(all);
        if (!wanted.equals(stored)) {
            ledger.put(KEY, wanted);
            stored = wanted;
        }
        show(all);
    }

    private void saveOrSay() {
        turn.lock();
        try {
            saveInTurn();
            failed = false;
        } catch (JournalClosedException e) {
            timer.shutdown();
        } catch (RuntimeException e) {
            if (!failed) {
                log.warn("Lifetime counters cannot be saved; they stand still, and it is tried again", e);
            }
            failed = true;
        } finally {
            turn.unlock();
        }
    }

    private void show(Map<Series, Long> all) {
        all.forEach((series, count) ->
                shown.computeIfAbsent(series, this::register).count().set(count));
    }

    private Shown register(Series series) {
        AtomicLong count = new AtomicLong();
        return new Shown(count, meters.lifetime(series, count));
    }

    /**
     * A count that can be seen.
     *
     * @param count how often
     * @param meter shows it
     */
    private record Shown(AtomicLong count, Meter meter) {}

    /**
     * Saves once more, and shows nothing any more. Waits five seconds at most for a save that is under way. What fails is
     * logged. Closing twice does nothing more.
     */
    @Override
    public void close() {
        rounds.cancel(false);
        timer.shutdown();
        try {
            if (turn.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                closeInTurn();
            } else {
                log.warn("Lifetime counters are still being saved after {}, and are left alone", PATIENCE);
            }
        } catch (InterruptedException e) {
            log.warn("Lifetime counters are not saved once more, as the thread was interrupted");
            Thread.currentThread().interrupt();
        }
        shown.values().forEach(each -> meters.remove(each.meter()));
    }

    private void closeInTurn() {
        try {
            saveInTurn();
        } catch (RuntimeException e) {
            log.warn("What lifetime counters counted since they were saved last is lost", e);
        } finally {
            closed = true;
            turn.unlock();
        }
    }
}
