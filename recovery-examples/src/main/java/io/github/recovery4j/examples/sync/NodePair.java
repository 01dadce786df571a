package io.github.recovery4j.examples.sync;

import io.github.recovery4j.environment.Environment;
import io.github.recovery4j.environment.Inspection;
import io.github.recovery4j.environment.Service;
import io.github.recovery4j.probe.Answer;
import io.github.recovery4j.probe.Probe;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The two nodes of a run: where they are, how far they are, and whether they are gone. Used by one thread. */
final class NodePair {

    private final Environment environment;
    private final NodeClient client;
    private final SyncConfig config;
    private @Nullable Addresses addresses;

    NodePair(Environment environment, NodeClient client, SyncConfig config) {
        this.environment = environment;
        this.client = client;
        this.config = config;
    }

    private record Addresses(URI execution, URI consensus) {}

    /** How far both are. */
    record Sight(NodeClient.Execution execution, NodeClient.Consensus consensus) {

        boolean inSync() {
            return !execution.syncing() && !consensus.syncing();
        }
    }

    /**
     * The same environment, whose nodes have to answer too. One that runs and does not answer is unknown: it may be starting
     * again, and nobody gives a run up for that.
     */
    static Environment answering(Environment environment, NodeClient client, SyncConfig config) {
        return environment
                .probing(config.executionService(), service -> {
                    URI uri = executionAddress(service);
                    return Probe.of(
                            uri.toString(),
                            NodeClient.TIMEOUT.multipliedBy(2),
                            () -> Answer.up("at block " + client.execution(uri).block()));
                })
                .probing(config.consensusService(), service -> {
                    URI uri = consensusAddress(service);
                    return Probe.of(
                            uri.toString(),
                            NodeClient.TIMEOUT.multipliedBy(2),
                            () -> Answer.up("at slot " + client.consensus(uri).slot()));
                });
    }

    /**
     * Asks both.
     *
     * @throws IOException if it cannot be told how far they are
     * @throws EnvironmentCrashedException if one of them has certainly ended
     */
    Sight look() throws IOException, InterruptedException, EnvironmentCrashedException {
        Addresses known = addresses == null ? find() : addresses;
        try {
            Sight sight = new Sight(client.execution(known.execution()), client.consensus(known.consensus()));
            addresses = known;
            return sight;
        } catch (IOException e) {
            addresses = find();
            throw e;
        }
    }

    private Addresses find() throws IOException, InterruptedException, EnvironmentCrashedException {
        Inspection seen = inspect();
        if (seen instanceof Inspection.Absent absent) {
            throw crashed("environment " + config.environment(), absent.reason());
        }
        if (seen instanceof Inspection.Present present) {
            return find(present);
        }
        throw doubtful(((Inspection.Unknown) seen).reason());
    }

    /** What an environment in doubt does not list may be there all the same. */
    private Addresses find(Inspection.Present present) throws IOException, EnvironmentCrashedException {
        if (present.state() instanceof Answer.Unknown unknown) {
            throw doubtful(unknown.reason());
        }
        if (present.state() instanceof Answer.Down down) {
            throw crashed("environment " + config.environment(), down.reason());
        }
        Service execution = service(present, config.executionService());
        Service consensus = service(present, config.consensusService());
        try {
            return new Addresses(executionAddress(execution), consensusAddress(consensus));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private IOException doubtful(String reason) {
        return new IOException("environment %s could not be looked at: %s".formatted(config.environment(), reason));
    }

    private Inspection inspect() throws IOException, InterruptedException {
        try {
            return environment.inspect(config.environment());
        } catch (InterruptedException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw doubtful(e.toString());
        }
    }

    private static Service service(Inspection.Present present, String name) throws EnvironmentCrashedException {
        Service service = present.services().get(name);
        if (service == null) {
            throw crashed(name, "there are " + present.services().keySet());
        }
        if (service.state() instanceof Answer.Down down) {
            throw crashed(name, down.reason());
        }
        return service;
    }

    private static EnvironmentCrashedException crashed(String what, String reason) {
        return new EnvironmentCrashedException("%s is gone: %s".formatted(what, reason));
    }

    private static URI executionAddress(Service service) {
        return address(service, "rpc");
    }

    private static URI consensusAddress(Service service) {
        return address(service, "http");
    }

    /** Kurtosis tells the scheme of some ports only. */
    private static URI address(Service service, String endpoint) {
        String address = service.endpoints().get(endpoint);
        if (address == null) {
            throw new IllegalArgumentException(
                    "there is no endpoint '%s' among %s".formatted(endpoint, service.endpoints()));
        }
        return URI.create(address.contains("://") ? address : "http://" + address);
    }
}
