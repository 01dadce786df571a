package io.github.recovery4j.examples.services;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.recovery4j.examples.console.Words;
import io.github.recovery4j.examples.document.Document;
import io.github.recovery4j.ledger.Grant;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host's control over HTTP, on this machine only. Who has no token with the permission is refused.
 *
 * <pre>
 * GET    /services                  read     all that are wanted
 * GET    /services/NAME/history     read     what happened to one
 * GET    /host/history              read     what happened to the hosts
 * GET    /verify                    read     how what is wanted and what is alive differ
 * PUT    /services/NAME             deploy   {"spec": {"command": […], "directory": "/…", "environment": {}}, "time": "PT1H"}
 * POST   /services/NAME/retire      deploy   {"text": reason}
 * POST   /repair                    deploy
 * GET    /tokens                    admin    all grants
 * POST   /tokens                    admin    a grant
 * POST   /tokens/verify             admin    {"text": token}
 * POST   /tokens/revoke             admin    {"text": token}
 * </pre>
 *
 * Answers are JSON; errors are {@code {"error": "…"}} with 400 for a bad request, 401 and 403 for the token, 404, and 500 for
 * what failed.
 */
final class Api implements AutoCloseable {

    private static final int MOST = 1 << 20;
    private static final String NAME = "([^/]+)";
    private static final Duration FAREWELL = Duration.ofSeconds(20);

    private final LocalControl control;
    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes;

    private Api(LocalControl control, HttpServer server, ExecutorService threads) {
        this.control = control;
        this.server = server;
        this.threads = threads;
        this.routes = routes();
    }

    /** A request, as far as it is of interest: the name in its path, and its body. */
    private static final class Asked {

        private final String name;
        private final byte[] body;

        Asked(String name, byte[] body) {
            this.name = name;
            this.body = body;
        }

        String name() {
            return name;
        }

        <T> T as(Class<T> type) {
            return Document.JSON.read(body, type);
        }
    }

    @FunctionalInterface
    private interface Handler {
        Object answer(Asked asked) throws IOException, InterruptedException;
    }

    private record Route(String method, Pattern path, Permission permission, Handler handler) {}

    /** What a service is deployed with. */
    record Deployment(ServiceSpec spec, Optional<Duration> time) {}

    /** One text. */
    record Text(String text) {}

    /** What a token permits, if anything. */
    record Permitted(Optional<Grant> grant) {}

    /** Why something was not done. */
    record Problem(String error) {}

    private record Reply(int status, Object body) {

        static Reply problem(int status, String text) {
            return new Reply(status, new Problem(text));
        }
    }

    private List<Route> routes() {
        return List.of(
                route("GET", "/services", Permission.READ, asked -> control.list()),
                route("GET", "/services/" + NAME + "/history", Permission.READ, asked -> control.history(asked.name())),
                route("GET", "/host/history", Permission.READ, asked -> control.history("")),
                route("GET", "/verify", Permission.READ, asked -> control.verify()),
                route("PUT", "/services/" + NAME, Permission.DEPLOY, asked -> {
                    Deployment wanted = asked.as(Deployment.class);
                    return control.deploy(asked.name(), wanted.spec(), wanted.time());
                }),
                route(
                        "POST",
                        "/services/" + NAME + "/retire",
                        Permission.DEPLOY,
                        asked -> control.retire(
                                asked.name(), asked.as(Text.class).text())),
                route("POST", "/repair", Permission.DEPLOY, asked -> control.repair()),
                route("GET", "/tokens", Permission.ADMIN, asked -> control.grants()),
                route("POST", "/tokens", Permission.ADMIN, asked -> new Text(control.grant(asked.as(Grant.class)))),
                route(
                        "POST",
                        "/tokens/verify",
                        Permission.ADMIN,
                        asked -> new Permitted(
                                control.permits(asked.as(Text.class).text()))),
                route(
                        "POST",
                        "/tokens/revoke",
                        Permission.ADMIN,
                        asked -> Map.of(
                                "revoked", control.revoke(asked.as(Text.class).text()))));
    }

    private static Route route(String method, String path, Permission permission, Handler handler) {
        return new Route(method, Pattern.compile(path), permission, handler);
    }

    /** Begins to serve on a port of the loopback address; on any that is free if it is 0. */
    static Api serve(LocalControl control, int port) throws IOException {
        HttpServer server = bound(port);
        ExecutorService threads = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "services-api");
            thread.setDaemon(true);
            return thread;
        });
        Api api = new Api(control, server, threads);
        server.createContext("/", api::handle);
        server.setExecutor(threads);
        server.start();
        return api;
    }

    private static HttpServer bound(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            throw new IOException("Commands cannot be taken at port %d: %s".formatted(port, e.getMessage()), e);
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Reply reply = reply(exchange);
            byte[] body = Document.JSON.write(reply.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        Optional<Grant> grant = token(exchange).flatMap(control::permits);
        if (grant.isEmpty()) {
            return Reply.problem(
                    401, "There is no valid token with this request (Authorization: Bearer …); nothing was done");
        }
        for (Route route : routes) {
            Matcher path = route.path().matcher(exchange.getRequestURI().getPath());
            if (route.method().equals(exchange.getRequestMethod()) && path.matches()) {
                return route.permission().isIn(grant.get())
                        ? answer(route, path.groupCount() == 0 ? "" : path.group(1), exchange)
                        : Reply.problem(
                                403,
                                "The token permits %s, and this needs %s"
                                        .formatted(
                                                grant.get().permission(),
                                                route.permission().text()));
            }
        }
        return Reply.problem(
                404,
                "There is no %s %s"
                        .formatted(
                                exchange.getRequestMethod(),
                                exchange.getRequestURI().getPath()));
    }

    private static Optional<String> token(HttpExchange exchange) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .filter(text -> text.startsWith("Bearer "))
                .map(text -> text.substring("Bearer ".length()).strip());
    }

    private static Reply answer(Route route, String name, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST + 1);
        if (body.length > MOST) {
            return Reply.problem(400, "A request has 1 MiB at most; nothing was done");
        }
        try {
            return new Reply(200, route.handler().answer(new Asked(name, body)));
        } catch (IllegalArgumentException e) {
            return Reply.problem(400, Words.problem(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.problem(500, "The host was interrupted, as it shuts down");
        } catch (IOException | RuntimeException e) {
            return Reply.problem(500, Words.problem(e));
        }
    }

    /** Takes no more requests, and waits for those that are being answered. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FAREWELL.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        server.stop(0);
    }
}
