package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Probe;
import java.util.Map;
import java.util.function.Function;

/**
 * A kind of environment, reached by name: enclaves, sessions, groups of processes. Which one belongs to a configuration is told
 * by an {@link EnvironmentName}; an adapter implements two methods, and may offer a {@link Repair}.
 * Implementations are safe for use by many threads, and end when they are interrupted.
 */
public interface Environment {

    /**
     * Looks at an environment, without changing anything. Only what is certainly not there is absent: when it cannot be
     * told, for instance as the engine that runs it does not answer, it is {@link Inspection.Unknown}, or this throws.
     *
     * @param name which
     * @return what was seen
     * @throws Exception if it could not be told; that is {@link Inspection.Unknown}
     */
    Inspection inspect(String name) throws Exception;

    /**
     * Removes an environment, or what is left of it, so that another one can be made under its name. When this returns it
     * is gone; one that was not there is gone too.
     *
     * @param name which
     * @throws Exception if it could not be removed, or that cannot be told
     */
    void dispose(String name) throws Exception;

    /**
     * {@return services that live on their own, such as servers that are always there: present in any case, in the state that
     * their probes tell, and with nothing to dispose of}
     *
     * @param probes makes the probes of an environment by their services, all asked at the same time
     */
    static Environment services(Function<String, Map<String, Probe>> probes) {
        return new ProbedServices(probes);
    }

    /**
     * {@return the same environment, in which a service that is up has to convince a probe too}
     *
     * @param service which; one that the environment does not list stays unlisted
     * @param probe makes the probe of what the environment says of the service, such as its endpoints
     */
    default Environment probing(String service, Function<Service, Probe> probe) {
        return new ProbedEnvironment(this, Map.of(service, probe));
    }
}
