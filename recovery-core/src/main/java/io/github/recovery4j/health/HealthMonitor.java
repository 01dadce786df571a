package io.github.recovery4j.health;

import io.github.recovery4j.event.RecoveryListener;
import io.github.recovery4j.thread.Rounds;
import io.github.recovery4j.time.Ticker;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks checks again and again, each on a schedule of its own that no slow one delays, remembers what they answered, and
 * heals what is unhealthy.
 *
 * <pre>{@code
 * HealthMonitor monitor = recovery.monitor(List.of(
 *         HealthChecks.memory(),
 *         HealthChecks.disk(data),
 *         HealthChecks.api(URI.create("http://localhost:8080/health"))
 *                 .failingAfter(2)
 *                 .healing(Healing.command(Command.of("systemctl", "restart", "api"), Duration.ofMinutes(1)))));
 * monitor.statuses().forEach(System.out::println);
 * }</pre>
 *
 * <p>What changes is logged and told to listeners. An answer that is unknown changes nothing: it neither counts as a failure
 * nor ends a row of them, and is never healed. Safe for use by many threads.
 */
public final class HealthMonitor implements AutoCloseable {

    private final Map<String, Patient> patients = new LinkedHashMap<>();
    private final Rounds rounds;

    private HealthMonitor(Rounds rounds) {
        this.rounds = rounds;
    }

    /**
     * {@return a monitor that asks from now on}
     *
     * @param checks what to ask; of two with the same name the later one counts
     * @param listener is told what changes
     * @param clock stamps
     * @param ticker measures
     */
    public static HealthMonitor start(
            Collection<HealthCheck> checks, RecoveryListener listener, InstantSource clock, Ticker ticker) {
        HealthMonitor monitor = new HealthMonitor(new Rounds("recovery4j-health", ticker));
        checks.forEach(check -> monitor.patients.put(check.name(), new Patient(check, listener, clock, ticker)));
        monitor.patients.values().forEach(patient -> patient.admit(monitor.rounds));
        return monitor;
    }

    /** {@return how it all is: as the worst of its checks; healthy if there are none} */
    public Health health() {
        return statuses().stream()
                .map(CheckStatus::health)
                .max(Comparator.naturalOrder())
                .orElse(Health.HEALTHY);
    }

    /** {@return how each check stands now, in the order in which they were given} */
    public List<CheckStatus> statuses() {
        return patients.values().stream().map(Patient::status).toList();
    }

    /**
     * {@return how a check stands now}
     *
     * @param check its name
     * @throws IllegalArgumentException if there is none of that name
     */
    public CheckStatus status(String check) {
        return patient(check).status();
    }

    /**
     * {@return what a check has answered, the newest last, at most 100 times}
     *
     * @param check its name
     * @throws IllegalArgumentException if there is none of that name
     */
    public List<Observation> history(String check) {
        return patient(check).history();
    }

    private Patient patient(String check) {
        Patient patient = patients.get(check);
        if (patient == null) {
            throw new IllegalArgumentException("There is no check '%s', only %s".formatted(check, patients.keySet()));
        }
        return patient;
    }

    /**
     * Asks and heals no more: what is under way is interrupted, and waited for up to five seconds. Closing twice does
     * nothing more.
     */
    @Override
    public void close() {
        rounds.close();
    }
}
