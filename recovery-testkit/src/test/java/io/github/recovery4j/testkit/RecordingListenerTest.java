package io.github.recovery4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.checkpoint.RunId;
import io.github.recovery4j.checkpoint.RunKey;
import io.github.recovery4j.event.RecoveryEvent;
import io.github.recovery4j.memory.MemoryStorage;
import io.github.recovery4j.shutdown.ShutdownTrigger;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordingListenerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final RunKey RUN = new RunKey("job", RunId.create(NOW));

    private final RecordingListener listener = new RecordingListener();

    private static RecoveryEvent saved(long generation) {
        return new RecoveryEvent.CheckpointSaved(NOW, RUN, generation, 10, Duration.ofMillis(1));
    }

    @Test
    void events_are_kept_in_order_and_by_kind() {
        RecoveryEvent lost = new RecoveryEvent.LeaseLost(NOW, RUN);
        listener.on(saved(1));
        listener.on(lost);
        listener.on(saved(2));
        assertThat(listener.all()).containsExactly(saved(1), lost, saved(2));
        assertThat(listener.of(RecoveryEvent.CheckpointSaved.class)).hasSize(2);
        assertThat(listener.of(RecoveryEvent.Degraded.class)).isEmpty();
    }

    @Test
    void waiting_ends_with_an_event_that_came_before_or_comes_now() throws Exception {
        listener.on(saved(1));
        assertThat(listener.await(RecoveryEvent.CheckpointSaved.class, Duration.ZERO))
                .isEqualTo(saved(1));
        new Together()
                .add(() -> listener.on(saved(2)))
                .add(() -> assertThat(listener.await(
                                RecoveryEvent.CheckpointSaved.class,
                                event -> event.generation() == 2,
                                Duration.ofSeconds(30)))
                        .isEqualTo(saved(2)))
                .run();
    }

    @Test
    void an_event_that_does_not_come_fails_with_what_came_instead() {
        listener.on(saved(1));
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> listener.await(RecoveryEvent.LeaseLost.class, Duration.ofMillis(10)))
                .withMessageContaining("LeaseLost")
                .withMessageContaining("generation=1");
    }

    @Test
    void a_job_on_manual_time_tells_its_story_with_exact_times() {
        ManualTime time = ManualTime.startingAt(NOW);
        try (Recovery recovery = Recovery.builder()
                .storage(() -> MemoryStorage.create(time, time))
                .codec(new TextCodec())
                .time(time, time, time)
                .shutdownOn(ShutdownTrigger.none())
                .listener(listener)
                .open()) {
            recovery.run("job", Sum.class, () -> Sum.NOTHING, run -> {
                time.advance(Duration.ofSeconds(2));
                run.checkpoint(run.state().next());
                return "done";
            });
        }
        assertThat(listener.of(RecoveryEvent.Planned.class))
                .singleElement()
                .satisfies(plan -> assertThat(plan.decision()).isEqualTo(RecoveryEvent.Decision.FRESH));
        assertThat(listener.of(RecoveryEvent.CheckpointSaved.class))
                .singleElement()
                .satisfies(saved -> assertThat(saved.at()).isEqualTo(NOW.plus(Duration.ofSeconds(2))));
        assertThat(listener.of(RecoveryEvent.AttemptEnded.class))
                .singleElement()
                .satisfies(ended -> assertThat(ended.took()).isEqualTo(Duration.ofSeconds(2)));
    }
}
