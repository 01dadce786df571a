package io.github.recovery4j.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.time.Ticker;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that follow each other on the same thread know nothing of each other. */
@Timeout(60)
class CallsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CALLS = 1000;

    private final Calls calls = new Calls(1, Ticker.system());

    private boolean isInterrupted() throws Exception {
        return calls.await(
                calls.begin("next", LONG, () -> Thread.currentThread().isInterrupted()));
    }

    @Test
    void an_interrupt_that_code_leaves_behind_is_not_that_of_the_next_call() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            calls.await(calls.begin("leaves it", LONG, () -> {
                Thread.currentThread().interrupt();
                return true;
            }));
            assertThat(isInterrupted()).isFalse();
        }
    }

    @Test
    void an_interrupt_that_comes_when_a_call_ends_is_not_that_of_the_next_one() throws Exception {
        for (int i = 0; i < CALLS; i++) {
            Calls.Call<Boolean> call = calls.begin("ends", LONG, () -> true);
            call.interrupt();
            assertThat(calls.await(call)).isTrue();
            assertThat(isInterrupted()).isFalse();
        }
    }

    @Test
    void a_call_that_is_late_is_interrupted_though_it_was_begun_on_a_thread_of_another() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(isInterrupted()).isFalse();
            CountDownLatch interrupted = new CountDownLatch(1);
            Calls.Call<Boolean> late = calls.begin("late", Duration.ofMillis(20), () -> {
                try {
                    new CountDownLatch(1).await();
                    return true;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            });
            assertThatThrownBy(() -> calls.await(late)).isInstanceOf(TimeoutException.class);
            interrupted.await();
        }
    }

    @Test
    void code_is_called_with_the_class_loader_of_its_caller_and_under_its_own_name() throws Exception {
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        try (URLClassLoader own = new URLClassLoader(new URL[0])) {
            for (ClassLoader loader : new ClassLoader[] {own, before}) {
                caller.setContextClassLoader(loader);
                assertThat(calls.await(calls.begin(
                                "loads", LONG, () -> Thread.currentThread().getContextClassLoader())))
                        .isSameAs(loader);
            }
        } finally {
            caller.setContextClassLoader(before);
        }
        assertThat(calls.await(
                        calls.begin("tells", LONG, () -> Thread.currentThread().getName())))
                .isEqualTo("recovery4j-probe: tells");
    }
}
