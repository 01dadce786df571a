package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.KurtosisEnclaves;
import io.github.recovery4j.environment.NamePattern;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What makes two runs different, and the name of the environment, which every run has for itself: so nobody ever goes on in
 * the environment of somebody else, and a fresh run begins in a clean one.
 *
 * @param network which chain is synced
 * @param el the execution node
 * @param cl the consensus node
 * @param place where they run
 * @param environment the name of their environment
 * @param labels what the reports are labelled with
 */
record SyncConfig(String network, Client el, Client cl, Place place, String environment, Map<String, String> labels) {

    private static final NamePattern ENVIRONMENT = NamePattern.of("sync-{network}-{el:%s}-{cl:%s}-{id}"
            .formatted(oneOf(ExecutionClient.values()), oneOf(ConsensusClient.values())));

    /** The longest name of an enclave. */
    private static final int LONGEST_NAME = 60;

    /** Takes a copy of the map. */
    SyncConfig {
        labels = new TreeMap<>(labels);
    }

    /**
     * One node.
     *
     * @param client its kind
     * @param image what it is made of; empty to leave that to the environment
     * @param arguments what is added to its command line
     */
    record Client(String client, String image, List<String> arguments) {
        /** Takes a copy of the list. */
        Client {
            arguments = List.copyOf(arguments);
        }
    }

    private static String oneOf(Object[] values) {
        return Arrays.stream(values).map(Object::toString).collect(Collectors.joining("|"));
    }

    /**
     * The name of an environment.
     *
     * @param id tells it from others with the same nodes
     * @throws IllegalArgumentException if such a name could not be used or be read back
     */
    static String environmentName(String network, Client el, Client cl, String id) {
        String name = ENVIRONMENT.format(Map.of("network", network, "el", el.client(), "cl", cl.client(), "id", id));
        if (!name.matches("[-A-Za-z0-9]{1,%d}".formatted(LONGEST_NAME))) {
            throw new IllegalArgumentException(
                    "'%s' cannot be the name of an environment: it may have up to %d letters, digits and hyphens"
                            .formatted(name, LONGEST_NAME));
        }
        return name;
    }

    /** The same with more labels. */
    SyncConfig labelled(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(labels);
        all.putAll(more);
        return new SyncConfig(network, el, cl, place, environment, all);
    }

    /** A label for file names. */
    String label() {
        return "%s_%s_%s".formatted(network, el.client(), cl.client());
    }

    String executionService() {
        return KurtosisEnclaves.executionService(1, 1, el.client(), cl.client());
    }

    String consensusService() {
        return KurtosisEnclaves.consensusService(1, 1, el.client(), cl.client());
    }

    /** The sync does without it. */
    String exporterService() {
        return "ethereum-metrics-exporter-1-%s-%s".formatted(cl.client(), el.client());
    }
}
