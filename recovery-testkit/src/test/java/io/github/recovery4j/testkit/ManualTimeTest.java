package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ManualTimeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ManualTime time = ManualTime.startingAt(START);

    @Test
    void time_stands_still_until_it_is_advanced_on_both_clocks() {
        assertThat(time.instant()).isEqualTo(START);
        assertThat(time.nanos()).isZero();
        time.advance(Duration.ofHours(1));
        assertThat(time.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
        assertThat(time.nanos()).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void the_wall_clock_can_be_set_back_without_the_monotonic_one() {
        time.advance(Duration.ofSeconds(5));
        time.setWall(Instant.EPOCH);
        time.advance(Duration.ofSeconds(1));
        assertThat(time.instant()).isEqualTo(Instant.EPOCH.plusSeconds(1));
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(6).toNanos());
    }

    @Test
    void time_never_passes_backwards() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> time.advance(Duration.ofNanos(-1)));
        assertThat(time.nanos()).isZero();
    }

    @Test
    void waiting_lets_the_pause_pass() throws InterruptedException {
        time.await(Duration.ofDays(1));
        time.await(Duration.ZERO);
        time.await(Duration.ofDays(-1));
        assertThat(time.instant()).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void an_interrupted_thread_does_not_wait() {
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> time.await(Duration.ofDays(1)));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(time.nanos()).isZero();
    }

    @Test
    void no_passing_of_time_is_lost_between_threads() throws Exception {
        new Together()
                .add(4, () -> {
                    for (int i = 0; i < 1000; i++) {
                        time.await(Duration.ofMillis(1));
                    }
                })
                .run();
        assertThat(time.nanos()).isEqualTo(Duration.ofSeconds(4).toNanos());
    }
}
