package io.github.recovery4j.environment;

import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import io.github.recovery4j.time.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Enclaves of Kurtosis, by its command line. An enclave is absent only if the command says so in the words for it; when the
 * engine or Docker does not answer, it is unknown. An enclave that was stopped, or is empty, is there and down.
 */
public final class KurtosisEnclaves implements Environment {

    /** The command may start an engine, which takes its time. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Command kurtosis;
    private final Duration timeout;

    private KurtosisEnclaves(Command kurtosis, Duration timeout) {
        this.kurtosis = kurtosis;
        this.timeout = timeout;
    }

    /** {@return the enclaves that {@code kurtosis} on the path sees, with two minutes for each call} */
    public static KurtosisEnclaves onPath() {
        return with(Command.of("kurtosis"), TIMEOUT);
    }

    /**
     * {@return the enclaves that a command sees}
     *
     * @param kurtosis the command, to which arguments are added
     * @param timeout how long each call may take, positive
     * @throws IllegalArgumentException if the timeout is not positive
     */
    public static KurtosisEnclaves with(Command kurtosis, Duration timeout) {
        return new KurtosisEnclaves(kurtosis, Deadline.positive(kurtosis.toString(), timeout));
    }

    /**
     * {@return the name of the service with the execution client of a participant, such as {@code el-1-geth-teku}}
     *
     * @param participant its number, from 1
     * @param participants how many there are; their number of digits is that of the number in the name
     * @param el the execution client
     * @param cl the consensus client
     */
    public static String executionService(int participant, int participants, String el, String cl) {
        return "el-%s-%s-%s".formatted(padded(participant, participants), el, cl);
    }

    /**
     * {@return the name of the service with the consensus client of a participant, such as {@code cl-1-teku-geth}}
     *
     * @param participant its number, from 1
     * @param participants how many there are; their number of digits is that of the number in the name
     * @param el the execution client
     * @param cl the consensus client
     */
    public static String consensusService(int participant, int participants, String el, String cl) {
        return "cl-%s-%s-%s".formatted(padded(participant, participants), cl, el);
    }

    private static String padded(int participant, int participants) {
        if (participant < 1 || participant > participants) {
            throw new IllegalArgumentException("There is no participant %d of %d".formatted(participant, participants));
        }
        String number = Integer.toString(participant);
        return "0".repeat(Integer.toString(participants).length() - number.length()) + number;
    }

    @Override
    public Inspection inspect(String name) throws IOException, InterruptedException {
        CommandResult result =
                kurtosis.with("enclave", "inspect", checked(name)).ask(timeout);
        if (saysAbsent(result, name)) {
            return new Inspection.Absent("Kurtosis knows no running enclave of that name");
        }
        if (!result.succeeded()) {
            return new Inspection.Unknown("kurtosis could not inspect it: " + result.summary());
        }
        return new EnclaveReport(result.out()).inspection(name);
    }

    /** Only this exit code together with these words is an answer; everything else is a failure to answer. */
    private static boolean saysAbsent(CommandResult result, String name) {
        return result.exitCode() == 1
                && List.of("No enclave", "No running enclave").stream()
                        .map(start -> "%s found with identifier '%s'".formatted(start, name))
                        .anyMatch(words -> result.err().text().contains(words)
                                || result.out().text().contains(words));
    }

    /** Removes the enclave, running or not. */
    @Override
    public void dispose(String name) throws IOException, InterruptedException {
        CommandResult result =
                kurtosis.with("enclave", "rm", "--force", checked(name)).execute(timeout);
        if (!result.succeeded() && !saysAbsent(result, name)) {
            throw new IOException("enclave '%s' could not be removed: %s".formatted(name, result.summary()));
        }
    }

    /**
     * Starts services that were stopped; a {@link Repair}. An enclave that was stopped itself cannot be started again, and
     * neither can a service that it does not list.
     *
     * @param name the enclave
     * @param services which; none if the enclave itself was stopped
     * @throws BeyondRepairException if that is how it is
     * @throws IOException if one could not be started, or the enclave could not be looked at
     * @throws InterruptedException if the thread is interrupted
     */
    public void start(String name, List<String> services)
            throws IOException, InterruptedException, BeyondRepairException {
        if (services.isEmpty()) {
            throw new BeyondRepairException("enclave '%s' was stopped, and cannot be started again".formatted(name));
        }
        Set<String> listed = listed(name);
        for (String service : services) {
            if (!listed.contains(checked(service))) {
                throw new BeyondRepairException(
                        "enclave '%s' has no service '%s' that could be started".formatted(name, service));
            }
        }
        for (String service : services) {
            CommandResult result =
                    kurtosis.with("service", "start", checked(name), service).execute(timeout);
            if (!result.succeeded()) {
                throw new IOException("service '%s' of enclave '%s' could not be started: %s"
                        .formatted(service, name, result.summary()));
            }
        }
    }

    private Set<String> listed(String name) throws IOException, InterruptedException {
        if (inspect(name) instanceof Inspection.Present present) {
            return present.services().keySet();
        }
        throw new IOException("enclave '%s' could not be looked at before its services are started".formatted(name));
    }

    /** An empty name, or one that looks like an option, would be something else than a name. */
    private static String checked(String name) {
        if (name.isBlank() || name.startsWith("-")) {
            throw new IllegalArgumentException("Not a name in Kurtosis: '%s'".formatted(name));
        }
        return name;
    }
}
