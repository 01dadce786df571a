package io.github.recovery4j.health;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.settings.Settings;
import io.github.recovery4j.settings.Tunable;
import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import io.github.recovery4j.time.Deadline;
import java.io.IOException;
import java.time.Duration;

/**
 * What is done when a check is unhealthy. It is done beside the check, never beside itself, at first at once and then,
 * while the check stays unhealthy, each time after as many failures as count, and after a pause that grows; and no more
 * often than a budget allows.
 *
 * @param what what is done, for people
 * @param action does it
 * @param timeout how long it may take; then it is interrupted, and left alone if it does not end. While it has not ended
 *     it is not begun again
 * @param backOff the pauses from the end of one to the begin of the next; a check that is healthy again begins anew
 * @param budget how often at most, healthy or not in between
 */
public record Healing(
        String what,
        HealingAction action,
        Tunable<Duration> timeout,
        Tunable<BackOff> backOff,
        Tunable<Budget> budget) {

    /**
     * {@return a healing by code} Unless said, or {@linkplain HealthSettings set}, it takes up to a minute each time, after pauses
     * from 10 s to 10 minutes, five times an hour.
     *
     * @param what what it does, for people
     * @param action does it
     */
    public static Healing of(String what, HealingAction action) {
        return new Healing(
                what,
                action,
                HealthSettings.HEALING_TIMEOUT,
                HealthSettings.HEALING_PAUSES,
                HealthSettings.HEALING_BUDGET);
    }

    /**
     * {@return a healing by a command, after pauses from 10 s to 10 minutes, five times an hour; it has failed unless it
     * ends with exit code 0}
     *
     * @param command what to run; what it leaves in the background goes on
     * @param timeout how long it may take; then everything it started is killed
     */
    public static Healing command(Command command, Duration timeout) {
        return of(command.toString(), () -> run(command, timeout)).within(timeout);
    }

    private static void run(Command command, Duration timeout) throws IOException, InterruptedException {
        CommandResult result = command.execute(timeout);
        if (!result.succeeded()) {
            throw new IOException("%s failed: %s".formatted(command, result.summary()));
        }
    }

    /**
     * {@return the same with another limit of time}
     *
     * @param limit how long it may take
     * @throws IllegalArgumentException if it is not positive
     */
    public Healing within(Duration limit) {
        return new Healing(what, action, Tunable.said(Deadline.positive(what, limit)), backOff, budget);
    }

    /**
     * {@return the same with other pauses}
     *
     * @param pauses from the end of one to the begin of the next
     */
    public Healing pausing(BackOff pauses) {
        return new Healing(what, action, timeout, Tunable.said(pauses), budget);
    }

    /**
     * {@return the same with another budget}
     *
     * @param most how often at most
     */
    public Healing atMost(Budget most) {
        return new Healing(what, action, timeout, backOff, Tunable.said(most));
    }

    Healing tuned(Settings settings) {
        return new Healing(what, action, timeout.tuned(settings), backOff.tuned(settings), budget.tuned(settings));
    }
}
