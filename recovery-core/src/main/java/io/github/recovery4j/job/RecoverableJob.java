package io.github.recovery4j.job;

import io.github.recovery4j.plan.ConfigMatcher;
import io.github.recovery4j.plan.JobRules;
import io.github.recovery4j.plan.Patience;
import io.github.recovery4j.plan.StateValidator;
import io.github.recovery4j.plan.Validators;
import io.github.recovery4j.saga.RollbackOn;
import io.github.recovery4j.step.Compensation;
import io.github.recovery4j.step.Compensations;
import io.github.recovery4j.step.RetryPolicy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a job: its name, the types of its configuration and state, when an earlier run of it may be resumed,
 * and its work. Immutable; one definition serves any number of runs, at the same time too if its work does.
 *
 * @param <C> the configuration: what makes two runs of the job different
 * @param <S> the state: what a run needs to go on
 * @param <R> the result
 */
public final class RecoverableJob<C, S, R extends @Nullable Object> {

    private final Builder<C, S> definition;
    private final Work<C, S, R> work;
    private final Optional<Memory<R>> memory;

    private RecoverableJob(Builder<C, S> definition, Work<C, S, R> work, Optional<Memory<R>> memory) {
        this.definition = definition;
        this.work = work;
        this.memory = memory;
    }

    /**
     * Begins a definition.
     *
     * @param name the name of the job: any text, the same for as long as its runs are to be found
     * @return what asks for the types
     */
    public static Named named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A job needs a name");
        }
        return new Named(name);
    }

    /**
     * {@return the same job, whose results are remembered: a repeated start with the same configuration returns the
     * result instead of working again}
     *
     * @param time for how long
     * @param type what the result decodes into
     */
    public RecoverableJob<C, S, R> remembering(Duration time, Class<R> type) {
        return new RecoverableJob<>(definition, work, Optional.of(new Memory<>(time, type)));
    }

    /** {@return its name} */
    public String name() {
        return definition.name;
    }

    JobRules<C, S> rules() {
        return new JobRules<>(
                definition.name,
                definition.configType,
                definition.stateType,
                definition.matcher,
                definition.validator,
                definition.limits);
    }

    String instance(C config) {
        return definition.instance.apply(config);
    }

    S initialState(C config) {
        return definition.initial.apply(config);
    }

    Duration saveEvery() {
        return definition.saveEvery;
    }

    Optional<Duration> timeout() {
        return definition.timeout;
    }

    Compensations compensations() {
        return definition.compensations;
    }

    RollbackRules rollback() {
        return definition.rollback;
    }

    Work<C, S, R> work() {
        return work;
    }

    Optional<Memory<R>> memory() {
        return memory;
    }

    /**
     * When a run is undone, and how persistently.
     *
     * @param on what lets it be undone, if it has something to undo
     * @param always whether it is undone even if it has nothing to undo, and so is over
     * @param retry how often each compensation is tried
     */
    record RollbackRules(Set<RollbackOn> on, boolean always, RetryPolicy retry) {

        static final RollbackRules DEFAULT =
                new RollbackRules(Set.of(RollbackOn.FAILURE), false, RetryPolicy.attempts(3));
    }

    /** How long a result is remembered. */
    record Memory<R extends @Nullable Object>(Duration time, Class<R> type) {}

    /**
     * Begins the definition of a saga: a job that is done or undone as a whole. It has no state but its steps, and its
     * configuration is a text that tells it from others. If it fails, whatever it has done is undone, and it is over.
     *
     * @param name the name of the job, the same for as long as its runs are to be found
     * @return a builder
     */
    public static Builder<String, NoState> saga(String name) {
        Builder<String, NoState> builder = named(name)
                .config(String.class)
                .state(NoState.class, NoState::new)
                .instance(id -> id);
        return builder.rollback(new RollbackRules(RollbackRules.DEFAULT.on(), true, RollbackRules.DEFAULT.retry()));
    }

    /** A job with a name. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /**
         * Names the type of the configuration.
         *
         * @param type what saved configurations decode into; best a record
         * @param <C> the configuration
         * @return what asks for the state
         */
        public <C> Configured<C> config(Class<C> type) {
            return new Configured<>(name, type);
        }

        /**
         * Names the type of the state of a job without a configuration.
         *
         * @param type what saved states decode into
         * @param initial makes the state of a new run
         * @param <S> the state
         * @return a builder
         */
        public <S> Builder<NoConfig, S> state(Class<S> type, Supplier<S> initial) {
            return config(NoConfig.class).state(type, initial);
        }
    }

    /**
     * A job with a configuration.
     *
     * @param <C> the configuration
     */
    public static final class Configured<C> {

        private final String name;
        private final Class<C> configType;

        private Configured(String name, Class<C> configType) {
            this.name = name;
            this.configType = configType;
        }

        /**
         * Names the type of the state.
         *
         * @param type what saved states decode into
         * @param initial makes the state of a new run
         * @param <S> the state
         * @return a builder
         */
        public <S> Builder<C, S> state(Class<S> type, Supplier<S> initial) {
            return state(type, config -> initial.get());
        }

        /**
         * Names the type of the state.
         *
         * @param type what saved states decode into
         * @param initial makes the state of a new run from its configuration
         * @param <S> the state
         * @return a builder
         */
        public <S> Builder<C, S> state(Class<S> type, Function<C, S> initial) {
            return new Builder<>(name, configType, type, initial);
        }
    }

    /**
     * The rest of a definition, with a default for everything but the work. Immutable: every method returns a new one.
     *
     * @param <C> the configuration
     * @param <S> the state
     */
    public static final class Builder<C, S> {

        private static final Duration SAVE_EVERY = Duration.ofSeconds(30);

        private final String name;
        private final Class<C> configType;
        private final Class<S> stateType;
        private final Function<C, S> initial;
        private Function<C, String> instance = config -> "";
        private ConfigMatcher<C> matcher = ConfigMatcher.exact();
        private StateValidator<? super C, ? super S> validator = Validators.none();
        private JobRules.Limits limits = JobRules.Limits.DEFAULT;
        private Duration saveEvery = SAVE_EVERY;
        private Optional<Duration> timeout = Optional.empty();
        private Compensations compensations = Compensations.none();
        private RollbackRules rollback = RollbackRules.DEFAULT;

        private Builder(String name, Class<C> configType, Class<S> stateType, Function<C, S> initial) {
            this.name = name;
            this.configType = configType;
            this.stateType = stateType;
            this.initial = initial;
        }

        private Builder<C, S> copy() {
            Builder<C, S> copy = new Builder<>(name, configType, stateType, initial);
            copy.instance = instance;
            copy.matcher = matcher;
            copy.validator = validator;
            copy.limits = limits;
            copy.saveEvery = saveEvery;
            copy.timeout = timeout;
            copy.compensations = compensations;
            copy.rollback = rollback;
            return copy;
        }

        /**
         * Labels runs for people and file names; never an identity. The default is no label.
         *
         * @param label makes the label from the configuration
         * @return a builder with it
         */
        public Builder<C, S> instance(Function<C, String> label) {
            Builder<C, S> copy = copy();
            copy.instance = label;
            return copy;
        }

        /**
         * Sets when a run belongs to a configuration. The default compares every field exactly.
         *
         * @param rule compares a saved with the wanted configuration
         * @return a builder with it
         */
        public Builder<C, S> matching(ConfigMatcher<C> rule) {
            Builder<C, S> copy = copy();
            copy.matcher = rule;
            return copy;
        }

        /**
         * Sets when a state still holds. The default trusts every intact one.
         *
         * @param rule asks the live world
         * @return a builder with it
         */
        public Builder<C, S> validating(StateValidator<? super C, ? super S> rule) {
            Builder<C, S> copy = copy();
            copy.validator = rule;
            return copy;
        }

        /**
         * Sets how long to ask again while the validator cannot tell; {@link Patience#DEFAULT} unless set.
         *
         * @param patience pauses and deadline
         * @return a builder with it
         */
        public Builder<C, S> patience(Patience patience) {
            return limits(new JobRules.Limits(limits.maxAttempts(), limits.hold(), patience));
        }

        /**
         * Sets how many attempts may begin without a new checkpoint or a step done before the run is refused; 20 unless set.
         *
         * @param attempts at least 1
         * @return a builder with it
         */
        public Builder<C, S> maxAttempts(int attempts) {
            return limits(new JobRules.Limits(attempts, limits.hold(), limits.patience()));
        }

        /**
         * Lets a run that could be resumed wait until somebody calls {@code recovery.release(runId)}.
         *
         * @return a builder with it
         */
        public Builder<C, S> hold() {
            return limits(new JobRules.Limits(limits.maxAttempts(), true, limits.patience()));
        }

        private Builder<C, S> limits(JobRules.Limits changed) {
            Builder<C, S> copy = copy();
            copy.limits = changed;
            return copy;
        }

        /**
         * Sets how often the newest {@linkplain Run#report reported} state is saved; every 30 seconds unless set.
         *
         * @param interval positive
         * @return a builder with it
         */
        public Builder<C, S> saveEvery(Duration interval) {
            Builder<C, S> copy = copy();
            copy.saveEvery = positive("The interval of saves", interval);
            return copy;
        }

        /**
         * Sets how long one attempt may take; for ever unless set. The work is then asked to stop.
         *
         * @param limit positive
         * @return a builder with it
         */
        public Builder<C, S> timeout(Duration limit) {
            Builder<C, S> copy = copy();
            copy.timeout = Optional.of(positive("A timeout", limit));
            return copy;
        }

        /**
         * Declares how to undo a step, for this and every later process. Steps of that name are undone by it, and those
         * that name it with {@link io.github.recovery4j.step.Step#compensatedBy}.
         *
         * @param step the name of the step, or of the compensation; the same for as long as there are runs with it
         * @param type what the recorded result decodes into
         * @param undo undoes it
         * @param <T> the result of the step
         * @return a builder with it
         */
        public <T extends @Nullable Object> Builder<C, S> compensating(
                String step, Class<T> type, Compensation<T> undo) {
            Builder<C, S> copy = copy();
            copy.compensations = compensations.with(step, new Compensations.Known<>(type, undo));
            return copy;
        }

        /**
         * Sets what lets completed steps be undone that have a compensation, and the run be over; {@link
         * RollbackOn#FAILURE} unless set. A run that has nothing to undo is kept in any case, for the next start.
         *
         * @param what none leaves it to {@link io.github.recovery4j.step.Steps#rollback}
         * @return a builder with it
         */
        public Builder<C, S> rollbackOn(RollbackOn... what) {
            return rollback(new RollbackRules(Set.of(what), rollback.always(), rollback.retry()));
        }

        /**
         * Sets how often each compensation is tried before it is left as stuck; three times unless set.
         *
         * @param policy how often
         * @return a builder with it
         */
        public Builder<C, S> retryingCompensations(RetryPolicy policy) {
            return rollback(new RollbackRules(rollback.on(), rollback.always(), policy));
        }

        private Builder<C, S> rollback(RollbackRules changed) {
            Builder<C, S> copy = copy();
            copy.rollback = changed;
            return copy;
        }

        private static Duration positive(String what, Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(what + " must be positive, got " + duration);
            }
            return duration;
        }

        /**
         * Completes the definition.
         *
         * @param work what to do
         * @param <R> the result
         * @return the job
         */
        public <R extends @Nullable Object> RecoverableJob<C, S, R> work(Work<C, S, R> work) {
            return new RecoverableJob<>(copy(), work, Optional.empty());
        }
    }
}
