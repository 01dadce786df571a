package io.github.recovery4j.ledger;

import io.github.recovery4j.step.RetryPolicy;
import io.github.recovery4j.time.Ticker;
import io.github.recovery4j.time.Waiter;
import java.time.Duration;

/**
 * Restores what the live entries of a ledger stand for, after a restart.
 *
 * <pre>{@code
 * RestoreReport<String> report = Replayer.of(services, entry -> start(entry.key(), entry.value()))
 *     .parallelism(4).timeLimit(Duration.ofSeconds(30)).retry(RetryPolicy.attempts(3))
 *     .restore();
 * }</pre>
 *
 * <ol>
 *   <li>Entries are begun in the order in which they became live; so many at a time as said, one unless said otherwise. Then
 *       each begins when the one before has ended.
 *   <li>One that fails keeps no other from being restored.
 *   <li>Right before each try the entry is read again. One that was retired or put again meanwhile is not touched; if that
 *       happened during a try, the report says so: whoever did it knows, and may have to end what was begun. One that was
 *       updated is restored with the value that it has by then.
 *   <li>What is put meanwhile is not restored: whoever put it has started it.
 *   <li>What became of an entry is in its {@linkplain Ledger#history history}, durable before the report is there.
 *   <li>At least once: after a crash everything is restored again.
 *   <li>It is cancelled when its ledger is closed; that of a {@code Recovery}, when workers are stopped.
 * </ol>
 *
 * <p>Immutable, and safe for use by many threads.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class Replayer<K, V> {

    private final Ledger<K, V> ledger;
    private final Restorer<K, V> restorer;
    private final Settings settings;

    /**
     * How it is done.
     *
     * @param parallelism how many at a time
     * @param limits how long one try may take
     * @param retry how often one is tried
     * @param ticker measures
     * @param waiter waits between tries
     */
    record Settings(int parallelism, TimeLimits limits, RetryPolicy retry, Ticker ticker, Waiter waiter) {

        Settings {
            if (parallelism < 1) {
                throw new IllegalArgumentException("At least one entry is restored at a time, got " + parallelism);
            }
        }
    }

    private Replayer(Ledger<K, V> ledger, Restorer<K, V> restorer, Settings settings) {
        this.ledger = ledger;
        this.restorer = restorer;
        this.settings = settings;
    }

    /**
     * {@return a replayer that restores one entry at a time, tries once, and gives each try a minute}
     *
     * @param ledger whose entries
     * @param restorer brings them back to life; called by threads of its own
     * @param <K> the keys
     * @param <V> the values
     */
    public static <K, V> Replayer<K, V> of(Ledger<K, V> ledger, Restorer<K, V> restorer) {
        return new Replayer<>(
                ledger,
                restorer,
                new Settings(1, TimeLimits.DEFAULT, RetryPolicy.NONE, Ticker.system(), Waiter.system()));
    }

    private Replayer<K, V> with(Settings other) {
        return new Replayer<>(ledger, restorer, other);
    }

    /**
     * {@return the same, with more at a time}
     *
     * @param most how many, at least one
     */
    public Replayer<K, V> parallelism(int most) {
        return with(new Settings(most, settings.limits(), settings.retry(), settings.ticker(), settings.waiter()));
    }

    /**
     * {@return the same, with another limit for each try} Its thread is interrupted then. What does not heed that for as long
     * again, but for one second at least and ten at most, is left behind: it has failed with a {@code TimeoutException} and is not
     * tried again, another thread takes its place, and whatever comes of it later changes nothing.
     *
     * @param limit positive
     */
    public Replayer<K, V> timeLimit(Duration limit) {
        return with(new Settings(
                settings.parallelism(), new TimeLimits(limit), settings.retry(), settings.ticker(), settings.waiter()));
    }

    /**
     * {@return the same, with more tries}
     *
     * @param policy how often an entry is tried, and when again
     */
    public Replayer<K, V> retry(RetryPolicy policy) {
        return with(
                new Settings(settings.parallelism(), settings.limits(), policy, settings.ticker(), settings.waiter()));
    }

    /**
     * {@return the same, with other clocks}
     *
     * @param ticker measures how long it takes
     * @param waiter waits between tries
     */
    public Replayer<K, V> time(Ticker ticker, Waiter waiter) {
        return with(new Settings(settings.parallelism(), settings.limits(), settings.retry(), ticker, waiter));
    }

    /**
     * Restores all that is live now, and waits for the end. An interrupt cancels it: what has not begun is skipped, the
     * report tells, and the interrupt is kept.
     *
     * @return what became of each
     * @throws io.github.recovery4j.journal.JournalException if the ledger cannot be read; nothing was restored then
     */
    public RestoreReport<K> restore() {
        Restoration<K> restoration = inBackground();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return restoration.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                    restoration.cancel();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Begins to restore all that is live now.
     *
     * @return what is under way
     * @throws io.github.recovery4j.journal.JournalException if the ledger cannot be read; nothing is restored then
     */
    public Restoration<K> inBackground() {
        return new Restoring<>(ledger, restorer, settings).begin();
    }
}
