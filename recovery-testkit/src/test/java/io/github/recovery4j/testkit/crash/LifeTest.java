package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LifeTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Deed MAIL = new Deed("effect 'mail'", "happened");

    private final List<Boundary> deaths = new ArrayList<>();

    @Test
    void a_life_ends_before_or_after_a_deed() {
        AtomicBoolean done = new AtomicBoolean();
        Life before = new Life(1, deaths::add);
        assertDies(() -> before.doing(MAIL, () -> done.set(true)));
        assertThat(done).isFalse();
        Life after = new Life(2, deaths::add);
        assertDies(() -> after.doing(MAIL, () -> done.set(true)));
        assertThat(done).isTrue();
        assertThat(deaths)
                .containsExactly(
                        new Boundary(1, "before effect 'mail'"),
                        new Boundary(2, "after effect 'mail' happened, before it returned"));
        assertThat(after.diedAt()).contains(deaths.get(1));
    }

    @Test
    void a_deed_that_fails_has_no_boundary_after_it() {
        Life life = new Life(Life.NEVER, deaths::add);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> life.doing(MAIL, () -> {
                    throw new IllegalStateException("no mail");
                }));
        assertThat(life.passed()).isEqualTo(1);
    }

    @Test
    void the_dead_refuse_everything_with_an_error_of_its_own_each_time() {
        Life life = new Life(Life.NEVER, deaths::add);
        life.die();
        assertDies(() -> life.alive(() -> 1));
        assertDies(() -> life.pass("somewhere"));
        assertDies(() -> life.doing(MAIL, () -> {}));
        assertThat(life.passed()).isZero();
        assertThat(life.diedAt()).isEmpty();
    }

    @Test
    void what_another_thread_was_doing_at_the_death_is_done_to_its_end() throws Exception {
        Life life = new Life(2, deaths::add);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        Thread other = new Thread(() -> assertDies(() -> life.doing(MAIL, () -> {
            begun.countDown();
            awaitUninterrupted(go);
            done.set(true);
        })));
        other.start();
        begun.await();
        assertDies(() -> life.pass("here"));
        life.awaitEnd();
        go.countDown();
        life.awaitRest(LONG);
        assertThat(done).isTrue();
        other.join();
        assertThat(life.passed()).isEqualTo(2);
    }

    private static void assertDies(Runnable action) {
        assertThatExceptionOfType(ProcessDeath.class).isThrownBy(action::run);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
