package io.github.recovery4j.examples.aggregator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A request to stop, which ends every pause. Safe for use by many threads. */
final class Stop {

    private final CountDownLatch latch = new CountDownLatch(1);

    void request() {
        latch.countDown();
    }

    boolean requested() {
        return latch.getCount() == 0;
    }

    /** Waits for the request, but no longer than that. */
    boolean await(Duration pause) throws InterruptedException {
        return latch.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
