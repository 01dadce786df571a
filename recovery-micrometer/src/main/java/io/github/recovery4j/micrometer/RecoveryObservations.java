package io.github.recovery4j.micrometer;

import io.github.recovery4j.job.Run;
import io.github.recovery4j.job.RunStoppedException;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.step.StepAction;
import io.github.recovery4j.step.StepContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Observations of runs and steps: what a tracer makes spans of. They are around the work itself, so that whatever it calls, and
 * logs, belongs to them.
 *
 * <pre>{@code
 * RecoveryObservations observations = RecoveryObservations.of(registry);
 * RecoverableJob.saga("book-trip").work(observations.run("book-trip", run ->
 *     run.step("hotel", Booking.class, observations.step(step -> hotels.book(step.idempotencyKey())))));
 * }</pre>
 *
 * <p>Names and tags are in {@code docs/metrics.md}. Each attempt is an observation, and each try of a step one within that of its
 * run, on whatever thread. Steps that are done already are not called, and not observed. What was asked to stop is no error. Events
 * are not the source: they do not tell that a step begins, nor every way in which one is left. Safe for use by many threads.
 */
public final class RecoveryObservations {

    private static final String RUN = "recovery4j.run";
    private static final String STEP = "recovery4j.step";
    private static final Definition STEPS = Definition.timer(STEP, "", Tag.STEP);
    private static final Definition RUNS = Definition.timer(RUN, "", Tag.JOB);
    private static final int MOST_NAMES = 100;

    private final ObservationRegistry registry;
    private final Names names = new Names(MOST_NAMES, (tag, name) -> {});
    private final Map<String, Observation> runs = new ConcurrentHashMap<>();

    private RecoveryObservations(ObservationRegistry registry) {
        this.registry = registry;
    }

    /**
     * {@return observations for a registry}
     *
     * @param registry hands them to tracers
     */
    public static RecoveryObservations of(ObservationRegistry registry) {
        return new RecoveryObservations(registry);
    }

    /**
     * {@return work that is observed}
     *
     * @param job the name of its job
     * @param work what to do
     * @param <C> the configuration of the job
     * @param <S> its state
     * @param <R> its result
     */
    public <C, S, R extends @Nullable Object> Work<C, S, R> run(String job, Work<C, S, R> work) {
        return run -> {
            Observation observation = begun(job, run);
            String id = run.id().text();
            runs.put(id, observation);
            try {
                return observed(observation, () -> work.execute(run));
            } finally {
                runs.remove(id, observation);
            }
        };
    }

    private Observation begun(String job, Run<?, ?> run) {
        return Observation.createNotStarted(RUN, registry)
                .contextualName("run " + job)
                .lowCardinalityKeyValue(Tag.JOB.key(), limited(RUNS, job))
                .lowCardinalityKeyValue("start", run.resumed() ? "warm" : "cold")
                .highCardinalityKeyValue("run.id", run.id().text())
                .highCardinalityKeyValue("attempt", Integer.toString(run.attempt()));
    }

    /**
     * {@return what a step does, observed}
     *
     * @param action what it does
     * @param <T> its result
     */
    public <T extends @Nullable Object> StepAction<T> step(StepAction<T> action) {
        return step -> {
            String run =
                    step.idempotencyKey().substring(0, step.idempotencyKey().indexOf('/'));
            return observed(begun(run, step), () -> action.execute(step));
        };
    }

    private Observation begun(String run, StepContext step) {
        Observation observation = Observation.createNotStarted(STEP, registry)
                .contextualName("step " + step.name())
                .lowCardinalityKeyValue(Tag.STEP.key(), limited(STEPS, step.name()))
                .highCardinalityKeyValue("run.id", run)
                .highCardinalityKeyValue("attempt", Integer.toString(step.attempt()));
        if (registry.getCurrentObservation() == null) {
            Optional.ofNullable(runs.get(run)).ifPresent(observation::parentObservation);
        }
        return observation;
    }

    private String limited(Definition definition, String name) {
        return names.limit(definition, List.of(name)).get(0);
    }

    private static <T extends @Nullable Object> T observed(Observation observation, Callable<T> work) throws Exception {
        observation.start();
        String result = "failed";
        try (Observation.Scope scope = observation.openScope()) {
            T value = work.call();
            result = "completed";
            return value;
        } catch (InterruptedException | RunStoppedException e) {
            result = "stopped";
            throw e;
        } catch (Exception | Error e) {
            observation.error(e);
            throw e;
        } finally {
            observation.lowCardinalityKeyValue("result", result).stop();
        }
    }
}
