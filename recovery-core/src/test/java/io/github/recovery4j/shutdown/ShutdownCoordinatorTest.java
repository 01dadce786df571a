package io.github.recovery4j.shutdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.shutdown.ShutdownReport.Ending;
import io.github.recovery4j.shutdown.ShutdownReport.PhaseReport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShutdownCoordinatorTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    private ShutdownPhase phase(String name) {
        return new ShutdownPhase(name, LONG, () -> done.add(name));
    }

    @Test
    void phases_are_carried_out_in_order_and_once() {
        ShutdownCoordinator coordinator = new ShutdownCoordinator(List.of(phase("a"), phase("b"), phase("c")));
        ShutdownReport first = coordinator.shutdown();
        assertThat(coordinator.shutdown()).isSameAs(first);
        assertThat(done).containsExactly("a", "b", "c");
        assertThat(first.clean()).isTrue();
    }

    @Test
    void a_hanging_phase_is_interrupted_cut_off_and_reported() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        ShutdownPhase hanging = new ShutdownPhase("hang", Duration.ofMillis(20), () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.countDown();
            }
        });
        ShutdownReport report = new ShutdownCoordinator(List.of(hanging, phase("next"))).shutdown();
        assertThat(done).containsExactly("next");
        assertThat(report.clean()).isFalse();
        assertThat(report.phases()).extracting(PhaseReport::ending).containsExactly(Ending.CUT_OFF, Ending.DONE);
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void a_failing_phase_is_reported_and_the_next_is_carried_out() {
        ShutdownPhase failing = new ShutdownPhase("fail", LONG, () -> {
            throw new java.io.IOException("disk on fire");
        });
        ShutdownReport report = new ShutdownCoordinator(List.of(failing, phase("next"))).shutdown();
        assertThat(done).containsExactly("next");
        assertThat(report.problems()).contains("fail: FAILED").contains("disk on fire");
    }

    @Test
    void whoever_asks_meanwhile_waits_for_the_same_report() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ShutdownCoordinator coordinator = new ShutdownCoordinator(List.of(new ShutdownPhase("wait", LONG, () -> {
            inside.countDown();
            go.await();
        })));
        CompletableFuture<ShutdownReport> first = CompletableFuture.supplyAsync(coordinator::shutdown);
        inside.await();
        CompletableFuture<ShutdownReport> second = CompletableFuture.supplyAsync(coordinator::shutdown);
        go.countDown();
        assertThat(second.get()).isSameAs(first.get());
    }

    @Test
    void an_interrupt_of_the_caller_does_not_cut_it_short_and_is_kept() {
        Thread.currentThread().interrupt();
        ShutdownReport report = new ShutdownCoordinator(List.of(phase("a"))).shutdown();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.clean()).isTrue();
    }
}
