package io.github.recovery4j.environment;

import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * An environment whose services are asked themselves too, after it was looked at.
 *
 * @param environment says what is there
 * @param probes by service; asked at the same time
 */
record ProbedEnvironment(Environment environment, Map<String, Function<Service, Probe>> probes) implements Environment {

    @Override
    public Inspection inspect(String name) throws Exception {
        Inspection seen = environment.inspect(name);
        return seen instanceof Inspection.Present present
                ? new Inspection.Present(present.state(), asked(present.services()))
                : seen;
    }

    private Map<String, Service> asked(Map<String, Service> seen) throws InterruptedException {
        Map<String, Service> services = new LinkedHashMap<>(seen);
        Map<String, Probe> asked = new LinkedHashMap<>();
        seen.forEach((name, service) -> {
            Function<Service, Probe> probe = probes.get(name);
            if (probe != null && service.state() instanceof Answer.Up) {
                try {
                    asked.put(name, probe.apply(service));
                } catch (RuntimeException e) { // such as an endpoint that it does not have
                    services.put(name, new Service(Answer.unknown("it cannot be asked: " + e), service.endpoints()));
                }
            }
        });
        Probe.askAll(asked)
                .forEach((name, answer) ->
                        services.computeIfPresent(name, (same, service) -> new Service(answer, service.endpoints())));
        return services;
    }

    @Override
    public void dispose(String name) throws Exception {
        environment.dispose(name);
    }

    @Override
    public Environment probing(String service, Function<Service, Probe> probe) {
        Map<String, Function<Service, Probe>> more = new LinkedHashMap<>(probes);
        more.put(service, probe);
        return new ProbedEnvironment(environment, more);
    }
}
