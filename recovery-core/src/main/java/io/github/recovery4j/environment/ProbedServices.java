package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Services that nobody lists: those there are probes for.
 *
 * @param probes by environment and service
 */
record ProbedServices(Function<String, Map<String, Probe>> probes) implements Environment {

    @Override
    public Inspection inspect(String name) throws InterruptedException {
        Map<String, Service> services = new LinkedHashMap<>();
        Probe.askAll(probes.apply(name)).forEach((service, answer) -> services.put(service, Service.of(answer)));
        return new Inspection.Present(services);
    }

    @Override
    public void dispose(String name) {
        // not ours
    }
}
