package io.github.recovery4j.examples.services;

import io.github.recovery4j.examples.document.Document;
import io.github.recovery4j.ledger.Grant;
import io.github.recovery4j.ledger.Granted;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has the running host do it. */
final class RemoteControl implements Control {

    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Duration ANSWERING = Duration.ofMinutes(3);

    private final HostAddress host;
    private final String token;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECTING)
            .build();

    RemoteControl(HostAddress host, String token) {
        this.host = host;
        this.token = token;
    }

    private record Revoked(boolean revoked) {}

    private <T> T get(String path, Class<T> type) throws IOException, InterruptedException {
        return send(request(path).GET(), type);
    }

    private <T> T post(String path, Object body, Class<T> type) throws IOException, InterruptedException {
        return send(request(path).POST(BodyPublishers.ofByteArray(Document.JSON.write(body))), type);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWERING);
    }

    private <T> T send(HttpRequest.Builder request, Class<T> type) throws IOException, InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new IOException(
                    "The host, process %d, does not answer; it may be shutting down. Whether it was done is not known"
                            .formatted(host.process().pid()),
                    e);
        }
        if (response.statusCode() == 200) {
            return Document.JSON.read(response.body(), type);
        }
        String problem = Document.JSON.read(response.body(), Api.Problem.class).error();
        if (response.statusCode() == 400) {
            throw new IllegalArgumentException(problem);
        }
        throw new IOException(problem);
    }

    private static String path(String name) {
        return "/services/" + ServiceSpec.checkedName(name);
    }

    @Override
    public Children.Kept deploy(String name, ServiceSpec spec, Optional<Duration> time)
            throws IOException, InterruptedException {
        byte[] body = Document.JSON.write(new Api.Deployment(spec, time));
        return send(request(path(name)).PUT(BodyPublishers.ofByteArray(body)), Children.Kept.class);
    }

    @Override
    public Children.Retired retire(String name, String reason) throws IOException, InterruptedException {
        return post(path(name) + "/retire", new Api.Text(reason), Children.Retired.class);
    }

    @Override
    public List<Status> list() throws IOException, InterruptedException {
        return List.of(get("/services", Status[].class));
    }

    @Override
    public List<Happened> history(String name) throws IOException, InterruptedException {
        return List.of(get(name.isEmpty() ? "/host/history" : path(name) + "/history", Happened[].class));
    }

    @Override
    public Findings verify() throws IOException, InterruptedException {
        return get("/verify", Findings.class);
    }

    @Override
    public Findings repair() throws IOException, InterruptedException {
        return send(request("/repair").POST(BodyPublishers.noBody()), Findings.class);
    }

    @Override
    public String grant(Grant grant) throws IOException, InterruptedException {
        return post("/tokens", grant, Api.Text.class).text();
    }

    @Override
    public Optional<Grant> permits(String presented) throws IOException, InterruptedException {
        return post("/tokens/verify", new Api.Text(presented), Api.Permitted.class)
                .grant();
    }

    @Override
    public boolean revoke(String presented) throws IOException, InterruptedException {
        return post("/tokens/revoke", new Api.Text(presented), Revoked.class).revoked();
    }

    @Override
    public List<Granted> grants() throws IOException, InterruptedException {
        return List.of(get("/tokens", Granted[].class));
    }

    @Override
    public void close() {}
}
