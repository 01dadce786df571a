package io.github.recovery4j.step;

import java.time.Duration;

/** A step did not end in time; it was interrupted, and what it threw then is the cause. */
public final class StepTimedOutException extends Exception {

    private static final long serialVersionUID = 1;

    StepTimedOutException(String step, Duration limit, Throwable cause) {
        super("Step '%s' did not end within %s and was interrupted".formatted(step, limit), cause);
    }
}
