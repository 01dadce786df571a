package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.checkpoint.FencedException;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.lease.LeaseException;
import io.github.recovery4j.lease.LeaseKey;
import io.github.recovery4j.lease.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Several starts of one run, or of a run that is yet to be: one of them works. */
class OneOwnerTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void a_second_start_of_the_same_run_is_refused_and_names_its_owner() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Recovery recovery = recoveries.open();
        CompletableFuture<RunOutcome<Integer>> first = CompletableFuture.supplyAsync(() -> recovery.run(job(run -> {
            inside.countDown();
            go.await();
            return 1;
        })));
        inside.await();
        RunOutcome<Integer> second = recoveries.open().run(job(run -> 2));
        go.countDown();
        assertThat(second).isInstanceOf(RunOutcome.Refused.class);
        assertThat(second.describe())
                .contains(
                        "being worked on by process " + ProcessHandle.current().pid() + " on ")
                .contains("since 2026-11-21T09:00:00Z");
        assertThat(first.get().orElseThrow()).isEqualTo(1);
    }

    @RepeatedTest(20)
    void of_many_simultaneous_starts_exactly_one_works() throws Exception {
        int count = 8;
        AtomicInteger working = new AtomicInteger();
        CountDownLatch workingOrRefused = new CountDownLatch(count);
        CountDownLatch go = new CountDownLatch(1);
        RecoverableJob<NoConfig, Integer, Integer> job = job(run -> {
            working.incrementAndGet();
            workingOrRefused.countDown();
            go.await();
            return 1;
        });
        List<CompletableFuture<RunOutcome<Integer>>> starts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Recovery recovery = recoveries.open();
            CompletableFuture<RunOutcome<Integer>> start =
                    CompletableFuture.supplyAsync(() -> recovery.run(job), task -> new Thread(task).start());
            starts.add(start.whenComplete((outcome, failure) -> workingOrRefused.countDown()));
        }
        workingOrRefused.await();
        go.countDown();
        for (CompletableFuture<RunOutcome<Integer>> start : starts) {
            start.get();
        }
        assertThat(working).hasValue(1);
    }

    @Test
    void a_start_beside_one_that_does_not_decide_is_refused_and_one_that_is_interrupted_is_cancelled() {
        AtomicLong nanos = new AtomicLong();
        try (FileStorage other = FileStorage.open(directory)) {
            other.leases().tryAcquire(LeaseKey.admission("job"), Owner.thisProcess(), Duration.ofSeconds(10));
            Recovery impatient = recoveries.open(
                    recoveries.builder().time(recoveries::now, () -> nanos.addAndGet(2_000_000_000L), pause -> {}));
            RunOutcome<Integer> refused = impatient.run(job(state()));
            assertThat(refused.describe())
                    .contains("another start of it has not come to a decision")
                    .contains("process " + ProcessHandle.current().pid());
            Thread.currentThread().interrupt();
            RunOutcome<Integer> cancelled = recoveries.open().run(job(state()));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(cancelled).isInstanceOf(RunOutcome.Cancelled.class);
        }
    }

    @Test
    void an_owner_that_lost_its_lease_is_stopped_and_can_no_longer_write() {
        Recovery recovery = recoveries.open(recoveries.builder().leaseTtl(Duration.ofMillis(100)));
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.checkpoint(1);
            Path owner = directory.resolve("job").resolve(run.id() + ".owner");
            Files.delete(owner); // what a run that somebody else finished looks like
            assertThatThrownBy(() -> run.checkpoint(2)).isInstanceOf(FencedException.class);
            new CountDownLatch(1).await();
            return 0;
        }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(FencedException.class));
        assertThat(recoveries.events(RecoveryEvent.LeaseLost.class)).hasSize(1);
    }

    @Test
    void releasing_a_run_that_is_being_worked_on_is_refused() {
        Recovery recovery = recoveries.open();
        recovery.run(job(run -> {
            assertThatThrownBy(() -> recoveries.open().release(run.id()))
                    .isInstanceOf(LeaseException.class)
                    .hasMessageContaining("being worked on");
            return 0;
        }));
    }
}
