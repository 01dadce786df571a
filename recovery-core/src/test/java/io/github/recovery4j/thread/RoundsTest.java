package io.github.recovery4j.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RoundsTest {

    private static final Duration SOON = Duration.ofMillis(1);

    private final Rounds rounds = new Rounds("rounds", System::nanoTime);

    @AfterEach
    void close() {
        rounds.close();
    }

    @Test
    void a_round_that_hangs_delays_no_other_and_is_not_done_beside_itself() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CountDownLatch others = new CountDownLatch(20);
        rounds.every("hangs", SOON, () -> {
            begun.incrementAndGet();
            new CountDownLatch(1).await();
        });
        rounds.every("other", SOON, others::countDown);
        others.await();
        assertThat(begun).hasValue(1);
    }

    @Test
    void a_round_that_throws_comes_again() throws Exception {
        CountDownLatch rest = new CountDownLatch(3);
        rounds.every("throws", SOON, () -> {
            rest.countDown();
            throw new AssertionError("again");
        });
        rest.await();
    }

    @Test
    void what_is_asked_for_is_done_before_it_is_due() throws Exception {
        Semaphore done = new Semaphore(0);
        Rounds.Course course = rounds.every("rarely", Duration.ofDays(1), done::release);
        done.acquire();
        course.now();
        done.acquire();
    }

    @Test
    void what_is_asked_for_while_it_is_under_way_is_done_once_more_however_often_it_is_asked_for() throws Exception {
        Semaphore begun = new Semaphore(0);
        Semaphore mayEnd = new Semaphore(0);
        Rounds.Course course = rounds.every("slow", Duration.ofDays(1), () -> {
            begun.release();
            mayEnd.acquire();
        });
        begun.acquire();
        course.now();
        course.now();
        course.now();
        assertThat(begun.availablePermits()).isZero();
        mayEnd.release(2);
        begun.acquire();
        course.now(); // it is under way, or has just ended: it is done once more in any case
        begun.acquire();
        assertThat(begun.availablePermits()).isZero();
        mayEnd.release();
    }

    @Test
    void closing_interrupts_what_is_under_way_and_waits_for_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        rounds.once("waits", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });
        begun.await();
        assertThat(rounds.close(Duration.ofSeconds(30))).isTrue();
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void after_closing_nothing_is_done() {
        rounds.close();
        AtomicInteger done = new AtomicInteger();
        rounds.once("late", done::incrementAndGet);
        rounds.every("late", SOON, done::incrementAndGet);
        assertThat(done).hasValue(0);
    }

    @Test
    void closing_tells_when_something_does_not_end() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        rounds.once("ignores interrupts", () -> {
            begun.countDown();
            while (released.getCount() > 0) {
                Thread.onSpinWait();
            }
        });
        begun.await();
        assertThat(rounds.close(SOON)).isFalse();
        released.countDown();
    }
}
