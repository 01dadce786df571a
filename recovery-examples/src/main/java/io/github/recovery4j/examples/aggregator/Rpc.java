package io.github.recovery4j.examples.aggregator;

import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls a node by JSON-RPC over HTTP. Every doubt is an {@link IOException}. Safe for use by many threads. */
final class Rpc {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .proxy(ProxySelector.of(null))
            .build();

    private final URI node;
    private final Duration timeout;

    /** A node that is asked again later, if it does not answer soon. */
    Rpc(URI node) {
        this(node, TIMEOUT);
    }

    /** A node of which each answer is waited for so long. */
    Rpc(URI node, Duration timeout) {
        this.node = node;
        this.timeout = timeout;
    }

    /**
     * What the node answers to a question; JSON's null if it knows of nothing. It is asked once more if the connection ended: one
     * that was not used for some seconds is closed by the node, maybe just now.
     */
    JsonNode ask(String method, Object... params) throws IOException, InterruptedException {
        try {
            return call(method, params);
        } catch (BrokenConnection e) {
            return call(method, params);
        }
    }

    /** What the node answers to what changes something, and so is not tried twice: over a connection that was in use just now. */
    JsonNode change(String method, Object... params) throws IOException, InterruptedException {
        ask("eth_chainId");
        return call(method, params);
    }

    private JsonNode call(String method, Object... params) throws IOException, InterruptedException {
        JsonNode reply = parsed(method, post(method, params));
        JsonNode result = reply.get("result");
        if (result == null) {
            throw new IOException("%s refuses %s: %s"
                    .formatted(node, method, reply.path("error").path("message").asString("no reason given")));
        }
        return result;
    }

    /** It may or may not have heard. */
    private static final class BrokenConnection extends IOException {
        private static final long serialVersionUID = 1;

        BrokenConnection(URI node, IOException cause) {
            super("%s does not answer (%s)".formatted(node, cause), cause);
        }
    }

    private String post(String method, Object... params) throws IOException, InterruptedException {
        byte[] body =
                JSON.writeValueAsBytes(Map.of("jsonrpc", "2.0", "id", 1, "method", method, "params", List.of(params)));
        HttpRequest request = HttpRequest.newBuilder(node)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<String> response;
        try {
            response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw new IOException("%s does not answer in time (%s)".formatted(node, e.getMessage()), e);
        } catch (IOException e) {
            throw new BrokenConnection(node, e);
        }
        if (response.statusCode() != 200) {
            throw new IOException("%s answers %s with HTTP status %d".formatted(node, method, response.statusCode()));
        }
        return response.body();
    }

    private JsonNode parsed(String method, String body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new IOException("%s answers %s with what is no JSON".formatted(node, method), e);
        }
    }

    @Override
    public String toString() {
        return node.toString();
    }
}
