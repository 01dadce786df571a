package io.github.recovery4j.step;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A circuit breaker: keeps steps from asking something that is broken. One breaker stands for one such thing; all steps
 * that ask it share the breaker, over all runs of a process. Safe for use by many threads.
 */
public final class Breaker {

    private final CircuitBreaker breaker;

    private Breaker(CircuitBreaker breaker) {
        this.breaker = breaker;
    }

    /**
     * When a breaker opens, and for how long.
     *
     * @param calls how many of the last calls are looked at
     * @param failurePercent how many of them must have failed for it to open, of 100
     * @param pause how long it then refuses everything, before it lets one call through to find out
     */
    public record Settings(int calls, int failurePercent, Duration pause) {

        /** Half of the last ten calls; 30 seconds. */
        public static final Settings DEFAULT = new Settings(10, 50, Duration.ofSeconds(30));
    }

    /**
     * {@return a closed breaker}
     *
     * @param name what it stands for, for people
     * @param settings when it opens
     */
    public static Breaker named(String name, Settings settings) {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.calls())
                .minimumNumberOfCalls(settings.calls())
                .failureRateThreshold(settings.failurePercent())
                .waitDurationInOpenState(settings.pause())
                .permittedNumberOfCallsInHalfOpenState(1)
                .build();
        return new Breaker(CircuitBreaker.of(name, config));
    }

    /** {@return what it stands for} */
    public String name() {
        return breaker.getName();
    }

    /**
     * Calls what it stands for.
     *
     * @param call the call
     * @param failed whether what it returned is a failure; what it throws is one, an interrupt is neither
     * @param <T> what it returns
     * @return what it returned
     * @throws BreakerOpenException if it was not called, as it has failed too often lately
     * @throws Exception if the call throws it
     */
    public <T> T call(Callable<T> call, Predicate<? super T> failed) throws Exception {
        enter();
        long start = breaker.getCurrentTimestamp();
        try {
            T result = call.call();
            if (failed.test(result)) {
                failed(since(start), new IllegalStateException(String.valueOf(result)));
            } else {
                succeeded(since(start));
            }
            return result;
        } catch (InterruptedException | Error e) {
            left();
            throw e;
        } catch (Exception e) {
            failed(since(start), e);
            throw e;
        }
    }

    private long since(long start) {
        return breaker.getTimestampUnit().toNanos(breaker.getCurrentTimestamp() - start);
    }

    /** Asks for permission; each is followed by one of the three below. */
    void enter() throws BreakerOpenException {
        if (!breaker.tryAcquirePermission()) {
            throw new BreakerOpenException(name());
        }
    }

    void succeeded(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    void failed(long nanos, Exception failure) {
        breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
    }

    /** It is not known whether what it stands for works. */
    void left() {
        breaker.releasePermission();
    }

    @Override
    public String toString() {
        return "breaker %s (%s)".formatted(name(), breaker.getState());
    }
}
