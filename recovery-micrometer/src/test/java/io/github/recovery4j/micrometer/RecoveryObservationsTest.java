package io.github.recovery4j.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.recovery4j.Recovery;
import io.github.recovery4j.job.NoConfig;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.RunOutcome;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.step.RetryPolicy;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracer sees of runs and steps. */
class RecoveryObservationsTest {

    @TempDir
    Path directory;

    private final ObservationRegistry registry = ObservationRegistry.create();
    private final List<Observation.Context> ended = new CopyOnWriteArrayList<>();
    private final RecoveryObservations observations = RecoveryObservations.of(registry);
    private Recovery recovery;

    @BeforeEach
    void open() {
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        recovery = Recovery.at(directory);
    }

    @AfterEach
    void close() {
        recovery.close();
    }

    private <R> RunOutcome<R> run(Work<NoConfig, Integer, R> work) {
        return recovery.run(
                RecoverableJob.named("sync").state(Integer.class, () -> 0).work(observations.run("sync", work)));
    }

    private static String low(Observation.Context context) {
        return context.getName() + " " + context.getLowCardinalityKeyValues();
    }

    private static @Nullable String parent(Observation.Context context) {
        return context.getParentObservation() == null
                ? null
                : context.getParentObservation().getContextView().getName();
    }

    @Test
    void a_run_and_its_steps_are_observed_the_steps_within_the_run() {
        run(run -> run.step("hotel", String.class, observations.step(step -> "room")));
        assertThat(ended).extracting(Observation.Context::getContextualName).containsExactly("step hotel", "run sync");
        assertThat(parent(ended.get(0))).isEqualTo("recovery4j.run");
        assertThat(parent(ended.get(1))).isNull();
        assertThat(low(ended.get(1)))
                .contains("job.name=sync", "start=cold", "result=completed")
                .doesNotContain("run.id");
        assertThat(ended.get(0).getHighCardinalityKeyValue("run.id"))
                .isEqualTo(ended.get(1).getHighCardinalityKeyValue("run.id"));
    }

    @Test
    void what_the_work_observes_belongs_to_the_run_and_nothing_is_left_open() {
        run(run -> {
            Observation.createNotStarted("call", registry).observe(() -> {});
            return 1;
        });
        assertThat(parent(ended.get(0))).isEqualTo("recovery4j.run");
        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void a_step_on_another_thread_belongs_to_its_run() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            run(run -> threads.submit(() -> run.step("hotel", String.class, observations.step(step -> "room")))
                    .get());
        } finally {
            threads.shutdown();
        }
        assertThat(ended.get(0).getName()).isEqualTo("recovery4j.step");
        assertThat(parent(ended.get(0))).isEqualTo("recovery4j.run");
    }

    @Test
    void each_try_is_one_and_a_failure_is_an_error() {
        run(run -> run.step("hotel", String.class)
                .retrying(RetryPolicy.attempts(2).pauses(Duration.ofMillis(1), Duration.ofMillis(2)))
                .call(observations.step(step -> {
                    throw new IOException("no room");
                })));
        assertThat(ended)
                .extracting(Observation.Context::getName)
                .containsExactly("recovery4j.step", "recovery4j.step", "recovery4j.run");
        assertThat(ended).allSatisfy(context -> {
            assertThat(context.getError()).isInstanceOf(IOException.class);
            assertThat(low(context)).contains("result=failed");
        });
    }

    @Test
    void a_step_that_is_done_already_is_not_observed_and_the_run_is_warm() {
        run(run -> {
            run.step("hotel", String.class, observations.step(step -> "room"));
            run.checkpoint(1);
            throw new IOException("died");
        });
        ended.clear();
        run(run -> run.step("hotel", String.class, observations.step(step -> "room")));
        assertThat(ended).singleElement().satisfies(context -> assertThat(low(context))
                .contains("recovery4j.run", "start=warm"));
    }

    @Test
    void what_was_asked_to_stop_is_no_error() {
        run(run -> {
            recovery.cancel(run.id());
            run.throwIfStopped();
            return 1;
        });
        assertThat(ended).singleElement().satisfies(context -> {
            assertThat(context.getError()).isNull();
            assertThat(low(context)).contains("result=stopped");
        });
    }

    @Test
    void timers_made_of_observations_do_not_collide_with_the_meters() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        RecoveryMetrics metrics = RecoveryMetrics.create();
        metrics.bindTo(meters);
        try (Recovery measured = Recovery.builder()
                .directory(directory.resolve("measured"))
                .listener(metrics)
                .open()) {
            measured.run(RecoverableJob.named("sync")
                    .state(Integer.class, () -> 0)
                    .work(observations.run(
                            "sync", run -> run.step("hotel", String.class, observations.step(step -> "room")))));
        }
        assertThat(meters.scrape())
                .contains("recovery4j_run_seconds_count{", "recovery4j_step_seconds_count{")
                .contains("recovery4j_attempt_seconds_count{", "recovery4j_step_completed_total{");
    }
}
