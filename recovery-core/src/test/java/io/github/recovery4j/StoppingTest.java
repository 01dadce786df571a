package io.github.recovery4j;

import static io.github.recovery4j.Jobs.dyingAt;
import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.StoreException;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Source;
import io.github.recovery4j.job.StopReason;
import io.github.recovery4j.plan.Validation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Timeouts, cancels, interrupts and shutdowns: the work stops with what it reported saved. */
class StoppingTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void a_timeout_stops_the_work_and_saves_what_was_reported() {
        RunOutcome<Integer> outcome = recoveries
                .open()
                .run(unconfigured().timeout(Duration.ofMillis(30)).work(run -> {
                    run.report(9);
                    new CountDownLatch(1).await();
                    return 0;
                }));
        assertThat(outcome).isInstanceOf(RunOutcome.TimedOut.class);
        assertThat(outcome.exitCode()).isEqualTo(124);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(9);
    }

    @Test
    void work_that_returns_after_it_was_asked_to_stop_has_stopped_not_finished() {
        Recovery recovery = recoveries.open();
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.report(3);
            recovery.cancel(run.id());
            assertThat(run.stopRequested()).isTrue();
            return -1;
        }));
        assertThat(outcome)
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.CANCELLED));
        assertThat(outcome.exitCode()).isEqualTo(130);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(3);
    }

    @Test
    void a_cancel_of_an_unknown_run_tells_so() {
        assertThat(recoveries.open().cancel(RunId.create(recoveries.now()))).isFalse();
    }

    @Test
    void an_interrupt_of_the_caller_cancels_and_is_kept() {
        RunOutcome<Integer> outcome = recoveries.open().run(job(run -> {
            run.report(4);
            Thread.currentThread().interrupt();
            new CountDownLatch(1).await();
            return 0;
        }));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome)
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.INTERRUPTED));
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(4);
    }

    @Test
    void a_failure_that_has_nothing_to_do_with_the_stop_is_a_failure() {
        Recovery recovery = recoveries.open();
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            recovery.cancel(run.id());
            throw new IllegalStateException("a bug");
        }));
        assertThat(outcome).isInstanceOf(RunOutcome.Failed.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void a_stop_is_noticed_between_chunks() {
        Recovery recovery = recoveries.open();
        RunOutcome<Integer> outcome =
                recovery.run(job(run -> run.forEach(Source.of("numbers", List.of(1, 2, 3)), 1, (sum, chunk) -> {
                    recovery.cancel(run.id());
                    return sum + 1;
                })));
        assertThat(outcome).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(1);
    }

    @Test
    void closing_stops_the_work_saves_what_it_reported_and_releases_its_lease() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        Recovery recovery = recoveries.open();
        CompletableFuture<RunOutcome<Integer>> run = CompletableFuture.supplyAsync(() -> recovery.run(job(r -> {
            r.report(8);
            inside.countDown();
            new CountDownLatch(1).await();
            return 0;
        })));
        inside.await();
        assertThat(recovery.shutdown().clean()).isTrue();
        assertThat(run.get())
                .isInstanceOfSatisfying(RunOutcome.Cancelled.class, cancelled -> assertThat(cancelled.reason())
                        .isEqualTo(StopReason.SHUTDOWN));
        recovery.close();
        assertThatThrownBy(() -> recovery.run(job(state())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("shutting down");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(8);
    }

    @Test
    void work_that_does_not_stop_is_cut_off_with_its_state_saved() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CompletableFuture<Void> go = new CompletableFuture<>();
        AtomicReference<Throwable> late = new AtomicReference<>();
        Recovery recovery = recoveries.open(recoveries.builder().gracePeriod(Duration.ofMillis(50)));
        CompletableFuture<RunOutcome<Integer>> run = CompletableFuture.supplyAsync(() -> recovery.run(job(r -> {
            r.report(8);
            inside.countDown();
            go.join(); // an interrupt does not end it
            try {
                r.checkpoint(9);
            } catch (StoreException e) {
                late.set(e);
            }
            return 0;
        })));
        inside.await();
        assertThat(recovery.shutdown().problems()).contains("stop runs: CUT_OFF");
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(8);
        go.complete(null);
        run.get();
        assertThat(late.get()).isNotNull();
    }

    @Test
    void a_stop_during_planning_starts_nothing() throws Exception {
        recoveries.open().run(job(dyingAt(5)));
        CountDownLatch asking = new CountDownLatch(1);
        Recovery recovery = recoveries.open();
        CompletableFuture<RunOutcome<Integer>> run = CompletableFuture.supplyAsync(() -> recovery.run(unconfigured()
                .validating(state -> {
                    asking.countDown();
                    new CountDownLatch(1).await();
                    return new Validation.Valid(List.of());
                })
                .work(run2 -> {
                    throw new AssertionError("must not be started");
                })));
        asking.await();
        recovery.close();
        assertThat(run.get()).isInstanceOf(RunOutcome.Cancelled.class);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(5);
    }
}
