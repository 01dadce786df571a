package io.github.recovery4j.examples.sync;

import io.github.recovery4j.probe.Bounded;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks nodes how far they are. Safe for use by many threads. */
final class NodeClient {

    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final JsonMapper json = JsonMapper.shared();

    /**
     * How far an execution node is.
     *
     * @param block the newest block it has
     * @param highest the newest one it knows of
     * @param syncing whether it says that it is on the way
     */
    record Execution(long block, long highest, boolean syncing) {}

    /**
     * How far a consensus node is.
     *
     * @param slot the newest slot it has
     * @param distance how many it lacks
     * @param syncing whether it says that it is on the way, or cannot be, as its execution node is not there
     */
    record Consensus(long slot, long distance, boolean syncing) {}

    /**
     * Asks an execution node.
     *
     * @throws IOException if it gives no answer in time, or one that is not understood
     */
    Execution execution(URI uri) throws IOException, InterruptedException {
        JsonNode syncing = rpc(uri, "eth_syncing");
        long block = quantity(uri, rpc(uri, "eth_blockNumber"));
        if (syncing.isObject()) {
            return new Execution(block, Math.max(block, quantity(uri, syncing.path("highestBlock"))), true);
        }
        if (!syncing.isBoolean() || syncing.asBoolean()) {
            throw notUnderstood(uri, syncing);
        }
        return new Execution(block, block, block == 0); // one that has not begun says that it is not syncing
    }

    /**
     * Asks a consensus node.
     *
     * @throws IOException if it gives no answer in time, or one that is not understood
     */
    Consensus consensus(URI uri) throws IOException, InterruptedException {
        JsonNode data =
                ask(HttpRequest.newBuilder(uri.resolve("/eth/v1/node/syncing"))).path("data");
        if (!data.path("is_syncing").isBoolean()) {
            throw notUnderstood(uri, data);
        }
        boolean syncing = data.path("is_syncing").asBoolean()
                || data.path("is_optimistic").asBoolean(false)
                || data.path("el_offline").asBoolean(false);
        return new Consensus(number(uri, data.path("head_slot")), number(uri, data.path("sync_distance")), syncing);
    }

    private JsonNode rpc(URI uri, String method) throws IOException, InterruptedException {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[]}".formatted(method);
        JsonNode reply = ask(HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(call)));
        if (!reply.has("result")) {
            throw notUnderstood(uri, reply);
        }
        return reply.path("result");
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest asked = request.build();
        HttpResponse<String> reply = send(asked);
        if (reply.statusCode() / 100 != 2) {
            throw new IOException("%s replied with HTTP %d".formatted(asked.uri(), reply.statusCode()));
        }
        try {
            return json.readTree(reply.body());
        } catch (JacksonException e) {
            throw new IOException("%s did not reply with JSON: %s".formatted(asked.uri(), e.getOriginalMessage()), e);
        }
    }

    /** The client's own timeout ends with the headers of a reply; its body may hang too. */
    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        try {
            return Bounded.call(
                    request.uri().toString(), TIMEOUT, () -> http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (InterruptedException e) {
            throw e;
        } catch (ConnectException e) {
            throw new IOException(request.uri() + " cannot be connected to", e);
        } catch (Exception e) {
            throw new IOException("%s gave no answer: %s".formatted(request.uri(), e.getMessage()), e);
        }
    }

    private static long quantity(URI uri, JsonNode text) throws IOException {
        try {
            return Long.decode(text.asString(""));
        } catch (NumberFormatException e) {
            throw notUnderstood(uri, text);
        }
    }

    private static long number(URI uri, JsonNode text) throws IOException {
        try {
            return Long.parseLong(text.asString(""));
        } catch (NumberFormatException e) {
            throw notUnderstood(uri, text);
        }
    }

    private static IOException notUnderstood(URI uri, JsonNode reply) {
        return new IOException("%s replied something that is not understood: %s".formatted(uri, reply));
    }
}
