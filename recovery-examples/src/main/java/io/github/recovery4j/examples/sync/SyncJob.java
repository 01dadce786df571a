package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.job.RecoverableJob;
import io.github.recovery4j.job.Work;
import io.github.recovery4j.plan.Check;
import io.github.recovery4j.plan.ConfigMatcher;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.StateValidator;
import io.github.recovery4j.plan.Validation;
import io.github.recovery4j.plan.Validators;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What Recovery4j has to know of the sync. */
final class SyncJob {

    static final String NAME = "sync";

    private static final Duration RAREST_SAVE = Duration.ofSeconds(30);

    private static final ConfigMatcher<SyncConfig> SAME = ConfigMatcher.<SyncConfig>builder()
            .exact("network", SyncConfig::network)
            .exact("place", SyncConfig::place)
            .exact("el", config -> config.el().client())
            .exact("cl", config -> config.cl().client())
            .ifSpecified("elImage", config -> config.el().image())
            .ifSpecified("clImage", config -> config.cl().image())
            .commandLine("elArgs", config -> config.el().arguments())
            .commandLine("clArgs", config -> config.cl().arguments())
            .ignore("environment", "labels")
            .build();

    private SyncJob() {}

    /**
     * How patient it is.
     *
     * @param checkInterval how often the nodes are asked
     * @param runTimeout how long one attempt may take
     * @param patience how long the environment is asked whether a run can go on
     */
    record Limits(Duration checkInterval, Optional<Duration> runTimeout, Duration patience) {

        /** Progress is saved as often as there is some, but not as rarely. */
        Duration saveInterval() {
            return checkInterval.compareTo(RAREST_SAVE) < 0 ? checkInterval : RAREST_SAVE;
        }
    }

    /**
     * The job.
     *
     * @param environment where the nodes are, and whether they answer
     * @param limits how patient it is
     * @param work what it does
     */
    static RecoverableJob<SyncConfig, SyncProgress, SyncProgress> of(
            Environment environment, Limits limits, Work<SyncConfig, SyncProgress, SyncProgress> work) {
        var job = RecoverableJob.named(NAME)
                .config(SyncConfig.class)
                .state(
                        SyncProgress.class,
                        () -> SyncProgress.begun(InstantSource.system().instant()))
                .instance(SyncConfig::label)
                .matching(SAME)
                .validating(unlessComplete(Validators.all(Validators.environment(environment, SyncConfig::environment)
                        .requires(config -> List.of(config.executionService(), config.consensusService()))
                        .optional(config -> List.of(config.exporterService())))))
                .patience(new Patience(Duration.ofMillis(200), Duration.ofSeconds(5), limits.patience()))
                .saveEvery(limits.saveInterval());
        return limits.runTimeout().map(job::timeout).orElse(job).work(work);
    }

    /** A run whose nodes were in sync needs them no more; only its end may be missing. */
    private static StateValidator<SyncConfig, SyncProgress> unlessComplete(
            StateValidator<SyncConfig, SyncProgress> environment) {
        return state -> state.state().filter(SyncProgress::complete).isPresent()
                ? new Validation.Valid(List.of(Check.passed("the nodes were in sync already")))
                : environment.validate(state);
    }
}
