package io.github.recovery4j.examples.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node that syncs nothing but answers as one: {@code eth_syncing} and {@code eth_blockNumber} over JSON-RPC, and
 * {@code /eth/v1/node/syncing}. It advances by itself; {@code POST /finish} lets it be in sync at once. When nobody has asked
 * it anything for half a day it ends.
 */
final class SimulatedNode {

    /** What it answers as. */
    enum Kind {
        EXECUTION,
        CONSENSUS,
        EXPORTER
    }

    /** How long the chain was when the node was started; it grows by a block every twelve seconds. */
    private static final long CHAIN = 20_000;

    private static final Duration SLOT = Duration.ofSeconds(12);
    private static final Duration FORGOTTEN = Duration.ofHours(12);
    private static final Pattern METHOD = Pattern.compile("\"method\"\\s*:\\s*\"(\\w+)\"");

    private final Kind kind;
    private final Duration syncTime;
    private final long begun = System.nanoTime();
    private volatile long asked = begun;
    private volatile boolean finished;

    private SimulatedNode(Kind kind, Duration syncTime) {
        this.kind = kind;
        this.syncTime = syncTime;
    }

    /**
     * The program of a node.
     *
     * @param args its kind, its port, how long it takes to be in sync; the rest is for real nodes, and means nothing here
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        SimulatedNode node = new SimulatedNode(Kind.valueOf(args[0]), Duration.parse(args[2]));
        HttpServer server = node.serve(Integer.parseInt(args[1]));
        System.out.printf("%s node on %s%n", node.kind.name().toLowerCase(Locale.ROOT), server.getAddress());
        while (System.nanoTime() - node.asked < FORGOTTEN.toNanos()) {
            Thread.sleep(FORGOTTEN.toMillis() / 100);
        }
        server.stop(0);
    }

    /** Begins to answer on a port of this machine; zero takes a free one. */
    static HttpServer serve(Kind kind, Duration syncTime, int port) throws IOException {
        return new SimulatedNode(kind, syncTime).serve(port);
    }

    private HttpServer serve(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/finish", exchange -> {
            finished = true;
            reply(exchange, 200, "{}");
        });
        switch (kind) {
            case EXECUTION -> server.createContext("/", this::rpc);
            case CONSENSUS -> server.createContext("/eth/v1/node/syncing", this::syncing);
            case EXPORTER -> server.createContext("/metrics", exchange -> reply(exchange, 200, "up 1\n"));
        }
        server.start();
        return server;
    }

    private void rpc(HttpExchange exchange) throws IOException {
        Matcher method = METHOD.matcher(text(exchange));
        switch (method.find() ? method.group(1) : "") {
            case "eth_syncing" ->
                result(
                        exchange,
                        head() == chain()
                                ? "false"
                                : "{\"startingBlock\":\"0x0\",\"currentBlock\":\"0x%x\",\"highestBlock\":\"0x%x\"}"
                                        .formatted(head(), chain()));
            case "eth_blockNumber" -> result(exchange, "\"0x%x\"".formatted(head()));
            default ->
                reply(
                        exchange,
                        200,
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"the method does not exist\"}}");
        }
    }

    private void result(HttpExchange exchange, String result) throws IOException {
        reply(exchange, 200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":%s}".formatted(result));
    }

    private void syncing(HttpExchange exchange) throws IOException {
        reply(
                exchange,
                200,
                "{\"data\":{\"head_slot\":\"%d\",\"sync_distance\":\"%d\",\"is_syncing\":%b,\"is_optimistic\":false,\"el_offline\":false}}"
                        .formatted(head(), chain() - head(), head() < chain()));
    }

    private long chain() {
        return CHAIN + age() / SLOT.toMillis();
    }

    private long head() {
        long synced = syncTime.isZero() ? chain() : Math.min(chain(), chain() * age() / syncTime.toMillis());
        return finished ? chain() : synced;
    }

    private long age() {
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    private static String text(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }

    private void reply(HttpExchange exchange, int status, String body) throws IOException {
        asked = System.nanoTime();
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
