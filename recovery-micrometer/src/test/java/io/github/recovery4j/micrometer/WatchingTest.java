package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.queue.WorkQueue;
import io.github.recovery4j.testkit.ManualTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gauges of what lives. */
class WatchingTest {

    @TempDir
    Path directory;

    private final ManualTime time = ManualTime.startingAt(Instant.EPOCH);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecoveryMetrics metrics = new RecoveryMetrics(10, time);

    private double pending() {
        return registry.get("recovery4j.queue.items")
                .tag("state", "pending")
                .gauge()
                .value();
    }

    @Test
    void a_queue_is_shown_as_it_is_and_is_unknown_when_it_is_closed() {
        metrics.bindTo(registry);
        try (Recovery recovery = Recovery.at(directory)) {
            WorkQueue<String> queue = recovery.queue("payments", String.class);
            metrics.watch("payments", queue);
            queue.submit("order-1", "10");
            assertThat(pending()).isEqualTo(1);
            queue.submit("order-2", "20");
            time.advance(Duration.ofSeconds(2));
            assertThat(pending()).isEqualTo(2);
        }
        time.advance(Duration.ofSeconds(2));
        assertThat(pending()).isNaN();
    }

    @Test
    void what_is_watched_no_more_is_absent_and_may_be_watched_again() {
        metrics.bindTo(registry);
        try (Recovery recovery = Recovery.at(directory)) {
            WorkQueue<String> queue = recovery.queue("payments", String.class);
            metrics.watch("payments", queue).close();
            assertThat(registry.find("recovery4j.queue.items").gauges()).isEmpty();
            metrics.watch("payments", queue);
            assertThat(pending()).isZero();
        }
    }

    @Test
    void an_answer_is_remembered_for_a_while_and_a_failure_is_not() {
        AtomicInteger asked = new AtomicInteger();
        Recently<Integer> recently = new Recently<>(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("not now");
                    }
                    return asked.get();
                },
                Duration.ofSeconds(1),
                time);
        assertThatIllegalStateException().isThrownBy(recently::get);
        assertThat(recently.get()).isEqualTo(2);
        assertThat(recently.get()).isEqualTo(2);
        time.advance(Duration.ofMillis(1001));
        assertThat(recently.get()).isEqualTo(3);
    }

    @Test
    void metrics_that_tell_no_name_apart_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryMetrics.withNames(0));
    }
}
