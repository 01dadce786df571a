package io.github.recovery4j.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LifeThreadsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void what_reacts_to_an_interrupt_has_ended_and_so_has_what_it_started() throws Exception {
        LifeThreads threads = new LifeThreads(LONG);
        AtomicReference<@Nullable Thread> child = new AtomicReference<>();
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Thread work = threads.start(() -> {
            Thread started = new Thread(() -> await(never));
            child.set(started);
            started.start();
            begun.countDown();
            await(never);
        });
        begun.await();
        threads.end(work);
        assertThat(work.isAlive()).isFalse();
        assertThat(child.get()).isNotNull().matches(thread -> !thread.isAlive());
    }

    @Test
    void a_thread_that_waits_for_ever_is_left_waiting() throws Exception {
        LifeThreads threads = new LifeThreads(LONG);
        CountDownLatch last = new CountDownLatch(1);
        Thread work = threads.start(() -> new Thread(() -> {
                    while (last.getCount() > 0) {
                        await(last);
                    }
                })
                .start());
        threads.end(work);
        assertThat(work.isAlive()).isFalse();
        last.countDown();
    }

    @Test
    void what_goes_on_regardless_is_named_with_its_stack() {
        LifeThreads threads = new LifeThreads(Duration.ofMillis(20));
        AtomicBoolean stop = new AtomicBoolean();
        Thread work = threads.start(() -> spin(stop));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> threads.end(work))
                .withMessageContaining("Thread 'crash test: work' of the job goes on PT0.02S after its process ended")
                .withMessageContaining("LifeThreadsTest.spin");
        stop.set(true);
    }

    /** A thread that waited would count as one that is no danger. */
    private static void spin(AtomicBoolean stop) {
        while (!stop.get()) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            // that is what the test is about
        }
    }
}
