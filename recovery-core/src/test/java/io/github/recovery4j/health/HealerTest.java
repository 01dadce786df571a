package io.github.recovery4j.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.time.BackOff;
import io.github.recovery4j.time.Budget;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HealerTest {

    private static final BackOff TEN_SECONDS = new BackOff(Duration.ofSeconds(10), Duration.ofSeconds(10));

    private long now;
    private final AtomicInteger healed = new AtomicInteger();

    private Healer healer(HealingAction action) {
        return new Healer(
                Healing.of("restart", action)
                        .pausing(TEN_SECONDS)
                        .atMost(new Budget(3, Duration.ofHours(1)))
                        .within(Duration.ofSeconds(30)),
                () -> Instant.EPOCH,
                () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @Test
    void it_heals_at_once_and_again_after_a_pause() throws Exception {
        Healer healer = healer(healed::incrementAndGet);
        assertThat(healer.turn()).isEqualTo(Healer.Turn.NOW);
        assertThat(healer.turn()).isEqualTo(Healer.Turn.LATER);
        assertThat(healer.heal().failure()).isEmpty();
        pass(Duration.ofMillis(4999)); // the pause is varied by half
        assertThat(healer.turn()).isEqualTo(Healer.Turn.LATER);
        pass(Duration.ofSeconds(10));
        assertThat(healer.turn()).isEqualTo(Healer.Turn.NOW);
        assertThat(healed).hasValue(1);
        assertThat(healer.last()).map(Treatment::what).contains("restart");
    }

    @Test
    void it_does_no_more_than_its_budget_allows_until_time_has_passed() throws Exception {
        Healer healer = healer(healed::incrementAndGet);
        for (int i = 0; i < 3; i++) {
            assertThat(healer.turn()).isEqualTo(Healer.Turn.NOW);
            healer.heal();
            healer.helped();
        }
        assertThat(healer.turn()).isEqualTo(Healer.Turn.NO_BUDGET);
        assertThat(healer.allowed()).isZero();
        pass(Duration.ofHours(1));
        assertThat(healer.turn()).isEqualTo(Healer.Turn.NOW);
    }

    @Test
    void what_the_action_throws_is_the_failure_of_the_treatment() throws Exception {
        IOException broken = new IOException("broken");
        Healer healer = healer(() -> {
            throw broken;
        });
        healer.turn();
        assertThat(healer.heal().failure()).containsSame(broken);
    }

    @Test
    void an_error_of_the_action_is_a_failure_like_others() throws Exception {
        AssertionError broken = new AssertionError("broken");
        Healer healer = healer(() -> {
            throw broken;
        });
        healer.turn();
        assertThat(healer.heal().failure()).containsSame(broken);
        pass(Duration.ofSeconds(20));
        assertThat(healer.turn()).isEqualTo(Healer.Turn.NOW);
    }

    @Test
    void an_action_that_hangs_is_given_up_and_not_begun_again_until_it_has_ended() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        Healer healer = new Healer(
                Healing.of("hang", () -> {
                            while (release.getCount() > 0) {
                                Thread.onSpinWait();
                            }
                            left.countDown();
                        })
                        .within(Duration.ofMillis(10)),
                () -> Instant.EPOCH,
                () -> now);
        healer.turn();
        assertThat(healer.heal().failure().orElseThrow()).isInstanceOf(TimeoutException.class);
        pass(Duration.ofDays(1));
        assertThat(healer.turn()).isEqualTo(Healer.Turn.LATER);
        release.countDown();
        left.await();
        while (healer.turn() != Healer.Turn.NOW) {
            Thread.onSpinWait();
        }
    }
}
