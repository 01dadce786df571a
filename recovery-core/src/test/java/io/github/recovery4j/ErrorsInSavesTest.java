package io.github.recovery4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The codec fails with an {@link Error}: the caller hears of it, and nothing that was told is forgotten. */
class ErrorsInSavesTest {

    @TempDir
    Path directory;

    private Recovery open(Consumer<Object> beforeEncoding, RecoveryListener listener) {
        return Recovery.builder()
                .directory(directory)
                .codec(HookedCodec.beforeEncoding(beforeEncoding))
                .listener(listener)
                .shutdownOn(ShutdownTrigger.none())
                .open();
    }

    @Test
    void a_reported_state_is_saved_by_the_interval_after_the_one_that_ran_out_of_memory() {
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch saved = new CountDownLatch(1);
        List<RecoveryEvent> events = new CopyOnWriteArrayList<>();
        try (Recovery recovery = open(
                value -> {
                    if (value.equals(7) && failures.getAndIncrement() == 0) {
                        throw new OutOfMemoryError("test");
                    }
                },
                event -> {
                    events.add(event);
                    if (event instanceof RecoveryEvent.CheckpointSaved) {
                        saved.countDown();
                    }
                })) {
            RunOutcome<Boolean> outcome = recovery.run(RecoverableJob.named("job")
                    .state(Integer.class, () -> 0)
                    .saveEvery(Duration.ofMillis(5))
                    .work(run -> {
                        run.report(7);
                        return saved.await(10, TimeUnit.SECONDS);
                    }));
            assertThat(outcome.orElseThrow()).as("saved while the work went on").isTrue();
        }
        assertThat(events)
                .filteredOn(RecoveryEvent.SaveFailed.class::isInstance)
                .hasSize(1);
    }

    /** The JVM throws one and the same OutOfMemoryError again when there is no room for a new one. */
    @Test
    void an_error_that_meets_itself_again_reaches_the_caller() {
        OutOfMemoryError error = new OutOfMemoryError("the only one");
        try (Recovery recovery = open(
                value -> {
                    if (value instanceof Integer) {
                        throw error;
                    }
                },
                event -> {})) {
            assertThatThrownBy(() -> recovery.run(RecoverableJob.named("job")
                            .state(Integer.class, () -> 0)
                            .work(run -> {
                                run.report(7);
                                throw error;
                            })))
                    .isSameAs(error);
            assertThatThrownBy(() -> recovery.run(RecoverableJob.named("job")
                            .state(Integer.class, () -> 0)
                            .work(run -> {
                                run.checkpoint(7);
                                return 0;
                            })))
                    .isSameAs(error);
        }
    }

    @Test
    void an_error_of_work_that_was_asked_to_stop_does_not_cost_what_it_reported() {
        try (Recovery recovery = open(value -> {}, event -> {})) {
            assertThatThrownBy(() -> recovery.run(RecoverableJob.named("job")
                            .state(Integer.class, () -> 0)
                            .work(run -> {
                                run.report(7);
                                recovery.cancel(run.id());
                                throw new AssertionError("while stopping");
                            })))
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("while stopping");
            assertThat(recovery.<Integer, Integer>run("job", Integer.class, () -> 0, run -> run.state()))
                    .isEqualTo(7);
        }
    }
}
