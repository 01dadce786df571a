package io.github.recovery4j.plan;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.probe.Bounded;
import io.github.recovery4j.probe.Probe;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Validators, and how to put them together. */
public final class Validators {

    private Validators() {}

    /**
     * {@return the validator for a job that depends on nothing but its state}
     *
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> none() {
        return state -> new Validation.Valid(List.of());
    }

    /**
     * {@return a validator for which the run is gone unless a condition holds}
     *
     * @param name what is checked, for people
     * @param holds the condition; what it throws means unknown
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> require(String name, Condition<C, S> holds) {
        return state -> holds.test(state)
                ? new Validation.Valid(List.of(Check.passed(name)))
                : new Validation.Gone(List.of(Check.failed(name, "does not hold any more")), Optional.empty());
    }

    /**
     * {@return a validator that asks for an older state until a condition holds}
     *
     * @param name what is checked, for people
     * @param holds the condition; what it throws means unknown
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> rewindUnless(String name, Condition<C, S> holds) {
        return state -> holds.test(state)
                ? new Validation.Valid(List.of(Check.passed(name)))
                : new Validation.Rewind(List.of(Check.failed(name, "this state is no longer true")));
    }

    /**
     * {@return a validator that asks for an environment by the name that a configuration gives it. What it requires of it is
     * added to it}
     *
     * @param environment the kind of environment
     * @param name makes the name of the environment from the saved configuration, such as an
     *     {@link io.github.recovery4j.environment.EnvironmentName}; what it throws means unknown
     * @param <C> the configuration of the job
     */
    public static <C> EnvironmentValidator<C> environment(Environment environment, Function<? super C, String> name) {
        return new EnvironmentValidator<>(
                environment, name, Breaker.named("the environment", Breaker.Settings.DEFAULT));
    }

    /**
     * {@return a validator for which the run is gone when a probe is down}
     *
     * @param name what is checked, for people
     * @param probe makes the probe from the saved configuration and state
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> probe(String name, Function<RecoveryState<C, S>, Probe> probe) {
        return state -> {
            Check check = Check.of(name, probe.apply(state).ask());
            return switch (check.verdict()) {
                case FAILED -> new Validation.Gone(List.of(check), Optional.empty());
                case UNKNOWN -> new Validation.Unknown(List.of(check));
                default -> new Validation.Valid(List.of(check));
            };
        };
    }

    /**
     * {@return a validator that is not asked any more for a while when it could too often not tell. As long as the breaker
     * is open, the answer is unknown; all who share the breaker share what they found out}
     *
     * @param breaker stands for what is asked
     * @param validator the other one
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> guarded(Breaker breaker, StateValidator<? super C, ? super S> validator) {
        StateValidator<C, S> guarded = narrow(validator);
        return state -> breaker.call(() -> guarded.validate(state), Validation.Unknown.class::isInstance);
    }

    /**
     * {@return a validator that gives an answer in time, even if another one hangs: unknown}
     *
     * @param timeout when there is an answer at the latest, positive; shortly before, the other one is interrupted
     * @param validator the other one
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> within(Duration timeout, StateValidator<? super C, ? super S> validator) {
        StateValidator<C, S> bounded = narrow(validator);
        Duration limit = Deadline.positive("a validator", timeout);
        return state -> Bounded.call("validator", limit, () -> bounded.validate(state));
    }

    /**
     * {@return a validator whose bad answers only warn}
     *
     * @param name what is checked, for people
     * @param validator the other one
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    public static <C, S> StateValidator<C, S> optional(String name, StateValidator<? super C, ? super S> validator) {
        return state -> new Validation.Valid(ask(name, validator, state).checks().stream()
                .map(Check::optional)
                .toList());
    }

    /**
     * {@return a validator that asks all the given ones, reports all their checks, and gives the strongest answer}
     *
     * @param validators whom to ask, in this order
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    public static <C, S> StateValidator<C, S> all(StateValidator<? super C, ? super S>... validators) {
        List<StateValidator<? super C, ? super S>> parts = List.of(validators);
        return state -> {
            List<Validation> answers = new ArrayList<>();
            for (StateValidator<? super C, ? super S> part : parts) {
                answers.add(ask("validator", part, state));
            }
            return strongest(answers);
        };
    }

    /** What a validator throws is an answer too: unknown. The interrupt of one that was interrupted is kept. */
    static <C, S> Validation ask(
            String name, StateValidator<? super C, ? super S> validator, RecoveryState<C, S> state) {
        try {
            return Validators.<C, S>narrow(validator).validate(state);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Validation.Unknown(List.of(Check.unknown(name, "interrupted")));
        } catch (Exception e) {
            return new Validation.Unknown(List.of(Check.unknown(name, e.toString())));
        }
    }

    /** A validator of something more general takes a state of something more special, as it only reads it. */
    @SuppressWarnings("unchecked")
    private static <C, S> StateValidator<C, S> narrow(StateValidator<? super C, ? super S> validator) {
        return (StateValidator<C, S>) validator;
    }

    private static Validation strongest(List<Validation> answers) {
        List<Check> checks =
                answers.stream().flatMap(answer -> answer.checks().stream()).toList();
        if (any(answers, Validation.Gone.class::isInstance)) {
            return new Validation.Gone(checks, disposals(answers));
        }
        if (any(answers, Validation.Unknown.class::isInstance)) {
            return new Validation.Unknown(checks);
        }
        if (any(answers, Validation.Rewind.class::isInstance)) {
            return new Validation.Rewind(checks);
        }
        List<Remedy> repairs = answers.stream()
                .filter(Validation.Repairable.class::isInstance)
                .flatMap(answer -> ((Validation.Repairable) answer).repairs().stream())
                .toList();
        return repairs.isEmpty() ? new Validation.Valid(checks) : new Validation.Repairable(checks, repairs);
    }

    private static boolean any(List<Validation> answers, Predicate<Validation> kind) {
        return answers.stream().anyMatch(kind);
    }

    private static Optional<Remedy> disposals(List<Validation> answers) {
        List<Remedy> all = answers.stream()
                .filter(Validation.Gone.class::isInstance)
                .flatMap(answer -> ((Validation.Gone) answer).disposal().stream())
                .toList();
        return all.stream().reduce(Validators::both);
    }

    private static Remedy both(Remedy first, Remedy second) {
        return new Remedy(first.description() + ", " + second.description(), () -> {
            first.procedure().run();
            second.procedure().run();
        });
    }

    /**
     * A condition on a saved state.
     *
     * @param <C> the configuration of the job
     * @param <S> its state
     */
    @FunctionalInterface
    public interface Condition<C, S> {

        /**
         * Tells whether the condition holds.
         *
         * @param state what an earlier attempt left
         * @return whether it holds now
         * @throws Exception if it cannot be told
         */
        boolean test(RecoveryState<C, S> state) throws Exception;
    }
}
