package io.github.recovery4j.plan;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Repair;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Bounded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    private final List<Demand<C>> demands;
    private final Duration timeout;
    private final Optional<Repair> repair;

    private EnvironmentValidator(
            Environment environment,
            Function<? super C, String> name,
            List<Demand<C>> demands,
            Duration timeout,
            Optional<Repair> repair) {
        this.environment = environment;
        this.name = name;
        this.demands = List.copyOf(demands);
        this.timeout = timeout;
        this.repair = repair;
    }

    static <C> EnvironmentValidator<C> of(Environment environment, Function<? super C, String> name) {
        return new EnvironmentValidator<>(environment, name, List.of(), TIMEOUT, Optional.empty());
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
        List<Demand<C>> more =
                Stream.concat(demands.stream(), Stream.of(demand)).toList();
        return new EnvironmentValidator<>(environment, name, more, timeout, repair);
    }

    /**
     * {@return this validator, and an environment that is there but not as required is repaired before the run is resumed,
     * not given up}
     *
     * @param how repairs it; not called for a dry run
     */
    public EnvironmentValidator<C> repairing(Repair how) {
        return new EnvironmentValidator<>(environment, name, demands, timeout, Optional.of(how));
    }

    /**
     * {@return this validator, with another limit than five minutes for one inspection. An adapter that hangs does not hold
     * anybody up: the answer is unknown then}
     *
     * @param limit how long an inspection may take, positive
     */
    public EnvironmentValidator<C> timeout(Duration limit) {
        return new EnvironmentValidator<>(environment, name, demands, limit, repair);
    }

    @Override
    public Validation validate(RecoveryState<? extends C, ?> state) throws Exception {
        C config = state.config();
        String named = name.apply(config);
        Inspection seen = Bounded.call(named, timeout, () -> environment.inspect(named));
        return new Verdict(named, new ArrayList<>()).of(seen, config);
    }

    /** What was seen of one environment, check by check. */
    private final class Verdict {

        private final String named;
        private final List<Check> checks;

        Verdict(String named, List<Check> checks) {
            this.named = named;
            this.checks = checks;
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
            Set<String> failed = demands.stream()
                    .filter(Demand::required)
                    .flatMap(demand -> demand.services().apply(config).stream())
                    .filter(service -> check(service, seen).verdict() == Check.Verdict.FAILED)
                    .collect(Collectors.toSet());
            return new Validation.Valid(checks);
        }

        private String title() {
            return "environment " + named;
        }

        private Validation gone() {
            return new Validation.Gone(
                    checks,
                    Optional.of(new Remedy("dispose of environment " + named, () -> environment.dispose(named))));
        }
    }
}
