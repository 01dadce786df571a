package io.github.recovery4j.time;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often something may be done: a number of times in any stretch of time of a given length.
 *
 * @param times how often, at least once
 * @param window in how long a time, positive
 */
public record Budget(int times, Duration window) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if nothing may be done, or the window is not positive
     */
    public Budget {
        if (times < 1 || window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException(
                    "A budget allows something in some time, got %d times in %s".formatted(times, window));
        }
    }

    /**
     * {@return an account of which nothing is spent yet}
     *
     * @param ticker measures the window
     */
    public Account open(Ticker ticker) {
        return new Account(this, ticker);
    }

    @Override
    public String toString() {
        return "%d times in %s".formatted(times, window);
    }

    /** What is spent of a budget. Safe for use by many threads. */
    public static final class Account {

        private final Budget budget;
        private final Ticker ticker;
        private final Deque<Long> spent = new ArrayDeque<>();

        private Account(Budget budget, Ticker ticker) {
            this.budget = budget;
            this.ticker = ticker;
        }

        /** {@return whether it may be done once more, which is then spent} */
        public synchronized boolean spend() {
            if (left() == 0) {
                return false;
            }
            spent.addLast(ticker.nanos());
            return true;
        }

        /** {@return how often it may be done at this moment} */
        public synchronized int left() {
            long now = ticker.nanos();
            Long oldest = spent.peekFirst();
            while (oldest != null && Duration.ofNanos(now - oldest).compareTo(budget.window) >= 0) {
                spent.removeFirst();
                oldest = spent.peekFirst();
            }
            return budget.times - spent.size();
        }
    }
}
