package io.github.recovery4j.health;

import io.github.recovery4j.probe.Bounded;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Heals one check: never twice at the same time, with pauses that grow, and within a budget. Safe for use by many threads.
 */
final class Healer {

    /** Whether it may begin. */
    enum Turn {
        NOW,
        LATER,
        NO_BUDGET
    }

    private final Healing healing;
    private final Budget.Account account;
    private final InstantSource clock;
    private final Ticker ticker;
    private boolean begun;
    private boolean acting;
    private int inARow;
    private long pausedAt;
    private long pauseNanos;
    private @Nullable Treatment last;

    Healer(Healing healing, InstantSource clock, Ticker ticker) {
        this.healing = healing;
        this.account = healing.budget().value().open(ticker);
        this.clock = clock;
        this.ticker = ticker;
    }

    Healing healing() {
        return healing;
    }

    /** Whether it is time to heal; then somebody has to {@link #heal}. */
    synchronized Turn turn() {
        if (begun || acting || ticker.nanos() - pausedAt < pauseNanos) {
            return Turn.LATER;
        }
        if (!account.spend()) {
            return Turn.NO_BUDGET;
        }
        begun = true;
        acting = true;
        return Turn.NOW;
    }

    /**
     * Does what {@link #turn} has allowed.
     *
     * @throws InterruptedException if the thread is interrupted; that is no treatment
     */
    Treatment heal() throws InterruptedException {
        long start = ticker.nanos();
        Optional<Throwable> failure = Optional.empty();
        try {
            Bounded.call(healing.what(), healing.timeout().value(), this::act);
        } catch (InterruptedException e) {
            throw e;
        } catch (RejectedExecutionException e) {
            left(); // if it is not the action's own, nobody has called that
            failure = Optional.of(e);
        } catch (Exception | Error e) {
            failure = Optional.of(e);
        }
        return treated(failure, start);
    }

    /** May go on when nobody waits for it any more. */
    private Healing act() throws Exception {
        try {
            healing.action().heal();
            return healing;
        } finally {
            left();
        }
    }

    private synchronized void left() {
        acting = false;
    }

    private synchronized Treatment treated(Optional<Throwable> failure, long start) {
        long now = ticker.nanos();
        Treatment treatment = new Treatment(clock.instant(), healing.what(), failure, Duration.ofNanos(now - start));
        last = treatment;
        inARow++;
        pausedAt = now;
        pauseNanos = healing.backOff().value().pause(inARow).toNanos();
        begun = false;
        return treatment;
    }

    /** The pauses begin anew; the budget does not. */
    synchronized void helped() {
        inARow = 0;
        pauseNanos = 0;
    }

    synchronized Optional<Treatment> last() {
        return Optional.ofNullable(last);
    }

    int allowed() {
        return account.left();
    }
}
