package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import java.util.Map;

/**
 * One service of an environment.
 *
 * @param state up if it runs, down if it certainly does not
 * @param endpoints where it is reached, by name, in the words of the environment; may be empty
 */
public record Service(Answer state, Map<String, String> endpoints) {

    /** Takes a copy of the map. */
    public Service {
        endpoints = Map.copyOf(endpoints);
    }

    /**
     * {@return a service without endpoints}
     *
     * @param state how it is
     */
    public static Service of(Answer state) {
        return new Service(state, Map.of());
    }
}
