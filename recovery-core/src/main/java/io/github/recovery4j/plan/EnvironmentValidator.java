package io.github.recovery4j.plan;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Repair;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Bounded;
import io.github.recovery4j.step.Breaker;
import io.github.recovery4j.step.BreakerOpenException;
import io.github.recovery4j.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Asks whether the environment of a run is there and its services are up. Made by {@link Validators#environment}; immutable,
 * every method returns a new one.
 *
 * <p>An environment that is absent or stopped, or whose required services are missing or down, is gone, and is disposed of
 * before a fresh start; or it is repaired, if that was said and it is there. What could not be told is asked again. Every
 * service is a check of its own, and all of them are reported.
 *
 * @param <C> the configuration of the job
 */
public final class EnvironmentValidator<C> implements StateValidator<C, Object> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Environment environment;
    private final Function<? super C, String> name;
    private final Breaker breaker;
    private List<Demand<C>> demands = List.of();
    private Duration timeout = TIMEOUT;
    private Optional<Repair> repair = Optional.empty();

    EnvironmentValidator(Environment environment, Function<? super C, String> name, Breaker breaker) {
        this.environment = environment;
        this.name = name;
        this.breaker = breaker;
    }

    private EnvironmentValidator<C> copy(Breaker other) {
        EnvironmentValidator<C> copy = new EnvironmentValidator<>(environment, name, other);
        copy.demands = demands;
        copy.timeout = timeout;
        copy.repair = repair;
        return copy;
    }

    /** Services that have to be up, or had better. */
    private record Demand<C>(Function<? super C, List<String>> services, boolean required) {}

    /**
     * {@return this validator, and these services have to be up}
     *
     * @param services their names in the environment
     */
    public EnvironmentValidator<C> requires(String... services) {
        List<String> named = List.of(services);
        return requires(config -> named);
    }

    /**
     * {@return this validator, and these services have to be up}
     *
     * @param services makes their names in the environment from the configuration
     */
    public EnvironmentValidator<C> requires(Function<? super C, List<String>> services) {
        return and(new Demand<>(services, true));
    }

    /**
     * {@return this validator, and there is a warning unless these services are up}
     *
     * @param services their names in the environment
     */
    public EnvironmentValidator<C> optional(String... services) {
        List<String> named = List.of(services);
        return optional(config -> named);
    }

    /**
     * {@return this validator, and there is a warning unless these services are up}
     *
     * @param services makes their names in the environment from the configuration
     */
    public EnvironmentValidator<C> optional(Function<? super C, List<String>> services) {
        return and(new Demand<>(services, false));
    }

    private EnvironmentValidator<C> and(Demand<C> demand) {
        EnvironmentValidator<C> copy = copy(breaker);
        copy.demands = Stream.concat(demands.stream(), Stream.of(demand)).toList();
        return copy;
    }

    /**
     * {@return this validator, and an environment that is there but not as required is repaired before the run is resumed,
     * and given up only if the repair says that it is beyond it}
     *
     * @param how repairs it; not called for a dry run
     */
    public EnvironmentValidator<C> repairing(Repair how) {
        EnvironmentValidator<C> copy = copy(breaker);
        copy.repair = Optional.of(how);
        return copy;
    }

    /**
     * {@return this validator, with another limit than five minutes for one inspection. An adapter that hangs does not hold
     * anybody up: the answer is unknown then}
     *
     * @param limit how long an inspection may take, positive
     * @throws IllegalArgumentException if it is not
     */
    public EnvironmentValidator<C> timeout(Duration limit) {
        EnvironmentValidator<C> copy = copy(breaker);
        copy.timeout = Deadline.positive("an inspection", limit);
        return copy;
    }

    /**
     * {@return this validator, with another breaker than its own. After too many inspections that could not tell, it opens,
     * and the answer is unknown for a while without an inspection}
     *
     * @param shared stands for what is asked, such as an engine; may be shared with other validators
     */
    public EnvironmentValidator<C> breaker(Breaker shared) {
        return copy(shared);
    }

    @Override
    public Validation validate(RecoveryState<C, Object> state) throws Exception {
        C config = state.config();
        Verdict verdict = new Verdict(name.apply(config));
        try {
            return breaker.call(() -> verdict.of(inspect(verdict.named), config), Validation.Unknown.class::isInstance);
        } catch (BreakerOpenException e) {
            return verdict.of(new Inspection.Unknown(String.valueOf(e.getMessage())), config);
        }
    }

    private Inspection inspect(String named) throws InterruptedException {
        try {
            return Bounded.call(named, timeout, () -> environment.inspect(named));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return new Inspection.Unknown(e.toString());
        }
    }

    /** What was seen of one environment, check by check. */
    private final class Verdict {

        private final String named;
        private final List<Check> checks = new ArrayList<>();
        private final List<String> down = new ArrayList<>();

        Verdict(String named) {
            this.named = named;
        }

        Validation of(Inspection seen, C config) {
            if (seen instanceof Inspection.Present present) {
                return of(present, config);
            }
            if (seen instanceof Inspection.Absent absent) {
                checks.add(Check.failed(title(), "absent, " + absent.reason()));
                return gone();
            }
            checks.add(Check.unknown(title(), ((Inspection.Unknown) seen).reason()));
            return new Validation.Unknown(checks);
        }

        private Validation of(Inspection.Present seen, C config) {
            checks.add(Check.of(title(), seen.state()));
            for (Demand<C> demand : demands) {
                demand.services().apply(config).forEach(service -> check(service, demand, seen));
            }
            if (seen.state() instanceof Answer.Unknown) {
                return new Validation.Unknown(checks); // what is missing may only not have been listed
            }
            boolean stopped = seen.state() instanceof Answer.Down;
            boolean broken = stopped || !down.isEmpty();
            if (broken && repair.isEmpty()) {
                return gone();
            }
            if (stopped) {
                return repairable(repair.get(), List.of()); // whatever is not known of services that cannot run
            }
            if (checks.stream().anyMatch(check -> check.verdict() == Check.Verdict.UNKNOWN)) {
                return new Validation.Unknown(checks);
            }
            return broken ? repairable(repair.get(), List.copyOf(down)) : new Validation.Valid(checks);
        }

        private void check(String service, Demand<C> demand, Inspection.Present seen) {
            Check check = Optional.ofNullable(seen.services().get(service))
                    .map(listed -> Check.of(service, listed.state()))
                    .orElseGet(() -> Check.failed(
                            service, "missing, there are " + seen.services().keySet()));
            checks.add(demand.required() ? check : check.optional());
            if (demand.required() && check.verdict() == Check.Verdict.FAILED) {
                down.add(service);
            }
        }

        private Validation repairable(Repair how, List<String> services) {
            String what = "repair " + title() + (services.isEmpty() ? "" : ", services " + services);
            Remedy remedy = new Remedy(what, () -> how.repair(named, services), Optional.of(disposal()));
            return new Validation.Repairable(checks, List.of(remedy));
        }

        private Validation gone() {
            return new Validation.Gone(checks, Optional.of(disposal()));
        }

        private Remedy disposal() {
            return new Remedy("dispose of " + title(), () -> environment.dispose(named));
        }

        private String title() {
            return "environment " + named;
        }
    }
}
