package io.github.recovery4j.step;

/** A step was not tried, as what it asks has failed too often lately. */
public final class BreakerOpenException extends Exception {

    private static final long serialVersionUID = 1;

    BreakerOpenException(String breaker) {
        super("%s has failed too often; it is not asked for a while".formatted(breaker));
    }
}
