package io.github.recovery4j;

import static io.github.recovery4j.Jobs.job;
import static io.github.recovery4j.Jobs.state;
import static io.github.recovery4j.Jobs.unconfigured;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.recovery4j.codec.CodecException;
import io.github.recovery4j.codec.StateCodec;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.file.FileStorage;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.plan.RecoveryPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is saved of a state that was checkpointed or reported, also when the work or the codec fails. */
class SavingTest {

    @TempDir
    Path directory;

    @RegisterExtension
    final Recoveries recoveries = new Recoveries(() -> directory);

    @Test
    void errors_of_the_work_are_rethrown_after_its_state_was_saved() {
        for (Error error : List.of(new OutOfMemoryError("test"), new StackOverflowError(), new AssertionError("x"))) {
            Recovery recovery = recoveries.open();
            assertThatThrownBy(() -> recovery.run(job(run -> {
                        run.report(run.state() + 1);
                        throw error;
                    })))
                    .isSameAs(error);
        }
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(3);
    }

    @Test
    void a_codec_that_overflows_the_stack_fails_typed_and_leaves_the_last_checkpoint() {
        RunOutcome<Object> outcome = recoveries
                .open()
                .run(RecoverableJob.named("job").state(Object.class, () -> 0).work(run -> {
                    run.checkpoint(1);
                    run.checkpoint(nested(100_000));
                    return 0;
                }));
        assertThat(outcome).isInstanceOfSatisfying(RunOutcome.Failed.class, failed -> assertThat(failed.cause())
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("nested without end"));
        assertThat(recoveries
                        .open()
                        .run(RecoverableJob.named("job")
                                .state(Object.class, () -> 0)
                                .work(Run::state))
                        .orElseThrow())
                .isEqualTo(1);
    }

    private static Object nested(int depth) {
        Object value = "end";
        for (int i = 0; i < depth; i++) {
            value = new Object[] {value};
        }
        return value;
    }

    @Test
    void an_out_of_memory_error_of_the_codec_passes_and_leaves_the_last_checkpoint() {
        AtomicBoolean exhausted = new AtomicBoolean();
        Recovery recovery = recoveries.open(recoveries.builder().codec(exhaustedWhen(exhausted::get)));
        assertThatThrownBy(() -> recovery.run(job(run -> {
                    run.checkpoint(5);
                    exhausted.set(true);
                    run.checkpoint(6);
                    return 0;
                })))
                .isInstanceOf(OutOfMemoryError.class);
        exhausted.set(false);
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    @Test
    void a_reported_state_that_an_error_kept_from_being_saved_is_saved_in_the_end() {
        AtomicBoolean exhausted = new AtomicBoolean(true);
        CountDownLatch failed = new CountDownLatch(1);
        Recovery recovery = recoveries.open(recoveries
                .builder()
                .codec(exhaustedWhen(() -> ofASave() && exhausted.get()))
                .listener(event -> {
                    if (event instanceof RecoveryEvent.SaveFailed) {
                        failed.countDown();
                    }
                }));
        RunOutcome<Object> outcome =
                recovery.run(unconfigured().saveEvery(Duration.ofMillis(1)).work(run -> {
                    run.report(5);
                    assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
                    exhausted.set(false);
                    throw new IOException("test");
                }));
        assertThat(outcome.details().saveFailure()).isEmpty();
        assertThat(recoveries.open().run(job(state())).orElseThrow()).isEqualTo(5);
    }

    private static boolean ofASave() {
        return Thread.currentThread().getName().equals("recovery4j-save");
    }

    /** A codec that runs out of memory when it is told to. */
    private static StateCodec exhaustedWhen(BooleanSupplier exhausted) {
        return HookedCodec.beforeEncoding(value -> {
            if (exhausted.getAsBoolean()) {
                throw new OutOfMemoryError("test");
            }
        });
    }

    @Test
    void changing_an_object_after_it_was_checkpointed_does_not_change_the_checkpoint() {
        RecoverableJob<NoConfig, ArrayList<?>, Object> job = RecoverableJob.named("job")
                .<ArrayList<?>>state(cast(ArrayList.class), () -> new ArrayList<>(List.of("initial")))
                .work(run -> {
                    ArrayList<String> state = new ArrayList<>(List.of("saved"));
                    run.checkpoint(state);
                    state.add("changed");
                    throw new IOException("died");
                });
        recoveries.open().run(job);
        RecoveryPlan<NoConfig, ArrayList<?>> plan = recoveries.open().plan(job, new NoConfig());
        assertThat(((RecoveryPlan.Resume<NoConfig, ArrayList<?>>) plan)
                        .state()
                        .state()
                        .orElseThrow()
                        .toString())
                .isEqualTo("[saved]");
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> cast(Class<?> type) {
        return (Class<T>) type;
    }

    @Test
    void the_newest_reported_state_is_saved_in_the_background() {
        CountDownLatch saved = new CountDownLatch(1);
        Recovery recovery = recoveries.open(recoveries.builder().listener(event -> {
            if (event instanceof RecoveryEvent.CheckpointSaved) {
                saved.countDown();
            }
        }));
        recovery.run(unconfigured().saveEvery(Duration.ofMillis(10)).work(run -> {
            run.report(1);
            saved.await();
            return recoveries.open().plan(job(state()), new NoConfig());
        }));
        assertThat(recoveries.events(RecoveryEvent.CheckpointSaved.class)).hasSize(1);
    }

    @Test
    void a_failed_save_at_the_end_is_visible_in_the_outcome() {
        AtomicBoolean broken = new AtomicBoolean();
        Recovery recovery = recoveries.open(
                recoveries.builder().storage(() -> new BreakingStorage(FileStorage.open(directory), broken)));
        RunOutcome<Integer> outcome = recovery.run(job(run -> {
            run.report(1);
            broken.set(true);
            throw new IOException("died");
        }));
        assertThat(outcome.details().saveFailure()).isPresent();
        assertThat(outcome.describe()).contains("could not be saved: broken");
    }
}
