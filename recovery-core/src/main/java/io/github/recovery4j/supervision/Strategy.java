package io.github.recovery4j.supervision;

import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Deadline;
import java.time.Duration;

/** One thing to try against a failure. After each try it is looked whether the failure is gone. */
public sealed interface Strategy {

    /** {@return what is tried, for people} */
    String what();

    /**
     * {@return the same, with what it has not said as it is set}
     *
     * @param settings what is set
     */
    default Strategy tuned(Settings settings) {
        return this;
    }

    /**
     * Does nothing but look again: some failures go away by themselves. It costs no budget.
     *
     * @param times how often
     * @param pauses before each look but the first; the first comes at once
     */
    record LookAgain(int times, BackOff pauses) implements Strategy {
        @Override
        public String what() {
            return "look again";
        }
    }

    /**
     * Does something. Each time costs one of the budget, and goes through the circuit breaker.
     *
     * @param what what is done, for people
     * @param action does it
     * @param timeout how long it may take; then it is interrupted, and left alone if it does not end
     * @param times how often
     * @param pauses between two times
     */
    record Act(String what, CureAction action, Tunable<Duration> timeout, int times, BackOff pauses)
            implements Strategy {

        /**
         * {@return the same, tried more often}
         *
         * @param most how often
         * @param between two times
         */
        public Act times(int most, BackOff between) {
            return new Act(what, action, timeout, most, between);
        }

        /**
         * {@return the same with another limit of time}
         *
         * @param limit how long it may take
         * @throws IllegalArgumentException if it is not positive
         */
        public Act within(Duration limit) {
            return within(Tunable.said(Deadline.positive(what, limit)));
        }

        private Act within(Tunable<Duration> limit) {
            return new Act(what, action, limit, times, pauses);
        }

        @Override
        public Act tuned(Settings settings) {
            return within(timeout.tuned(settings));
        }
    }

    /**
     * Does nothing any more: somebody has to look at it. Nothing is tried until it is well again, or {@link
     * Supervisor#retry} is called.
     *
     * @param what why, for people
     */
    record Escalate(String what) implements Strategy {}

    /** {@return looking again once, at once} */
    static Strategy retryNow() {
        return new LookAgain(1, new BackOff(Duration.ofMillis(1), Duration.ofMillis(1)));
    }

    /**
     * {@return looking again, with pauses}
     *
     * @param times how often
     * @param pauses between two looks
     */
    static Strategy lookAgain(int times, BackOff pauses) {
        return new LookAgain(times, pauses);
    }

    /**
     * {@return doing something once: restart it, restore it from a checkpoint, build it anew} It takes up to a minute, unless said,
     * or {@linkplain SupervisionSettings#CURE_TIMEOUT set}.
     *
     * @param what what is done, for people
     * @param action does it
     */
    static Act act(String what, CureAction action) {
        return new Act(
                what,
                action,
                SupervisionSettings.CURE_TIMEOUT,
                1,
                new BackOff(Duration.ofMillis(200), Duration.ofSeconds(5)));
    }

    /**
     * {@return calling for somebody}
     *
     * @param why for people
     */
    static Strategy escalate(String why) {
        return new Escalate(why);
    }
}
