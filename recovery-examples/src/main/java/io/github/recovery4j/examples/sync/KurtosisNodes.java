package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.KurtosisEnclaves;
import io.github.recovery4j.process.Command;
import io.github.recovery4j.process.CommandResult;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Nodes in an enclave of Kurtosis, made by its Ethereum package. */
final class KurtosisNodes implements Nodes {

    private static final String PACKAGE = "github.com/ethpandaops/ethereum-package";

    /** Images are loaded, which takes its time. */
    private static final Duration TIMEOUT = Duration.ofMinutes(30);

    private final JsonMapper json = JsonMapper.shared();

    @Override
    public Environment environment() {
        return KurtosisEnclaves.onPath();
    }

    @Override
    public void start(SyncConfig config) throws IOException, InterruptedException {
        CommandResult result = Command.of("kurtosis", "run", "--enclave", config.environment(), PACKAGE)
                .with(json.writeValueAsString(arguments(config)))
                .execute(TIMEOUT);
        if (!result.succeeded()) {
            throw new IOException(
                    "enclave %s could not be started: %s".formatted(config.environment(), result.summary()));
        }
    }

    private static Map<String, Object> arguments(SyncConfig config) {
        Map<String, Object> participant = new LinkedHashMap<>();
        add(participant, "el", config.el());
        add(participant, "cl", config.cl());
        return Map.of(
                "participants", List.of(participant),
                "network_params", Map.of("network", config.network()),
                "ethereum_metrics_exporter_enabled", true);
    }

    private static void add(Map<String, Object> participant, String layer, SyncConfig.Client client) {
        participant.put(layer + "_type", client.client());
        if (!client.image().isEmpty()) {
            participant.put(layer + "_image", client.image());
        }
        participant.put(layer + "_extra_params", client.arguments());
    }
}
