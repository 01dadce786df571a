package io.github.recovery4j.micrometer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Prometheus gets over HTTP from a program that has worked.
 *
 * @param text all of it
 * @param health the status of its health endpoint, and what that says
 */
record Scrape(String text, HttpResponse<String> health) {

    private static final Pattern SAMPLE = Pattern.compile("([a-z0-9_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");

    /** Made once: many tests look at it. */
    private static volatile Scrape made;

    static synchronized Scrape of(Path directory) throws Exception {
        if (made == null) {
            made = make(directory);
        }
        return made;
    }

    private static Scrape make(Path directory) throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Program program = new Program(directory, registry)) {
            server.createContext("/metrics", exchange -> answer(exchange, 200, registry.scrape()));
            server.createContext("/health", exchange -> {
                HealthReport report = program.health();
                answer(exchange, report.httpStatus(), report.toString());
            });
            server.start();
            program.work();
            return new Scrape(get(server, "/metrics").body(), get(server, "/health"));
        } finally {
            server.stop(0);
            registry.close();
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static HttpResponse<String> get(HttpServer server, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    List<String> samples() {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The labels that each metric has. */
    Map<String, Set<String>> labels() {
        Map<String, Set<String>> labels = new LinkedHashMap<>();
        for (String sample : samples()) {
            Matcher parts = SAMPLE.matcher(sample);
            if (!parts.matches()) {
                throw new AssertionError("Not a sample: " + sample);
            }
            Set<String> names = labels.computeIfAbsent(parts.group(1), any -> new TreeSet<>());
            if (parts.group(2) != null) {
                Matcher label = LABEL.matcher(parts.group(2));
                while (label.find()) {
                    names.add(label.group(1));
                }
            }
        }
        return labels;
    }
}
