package io.github.recovery4j.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/** Asks a service over HTTP, directly: without a proxy, and without following redirects. */
final class Http implements Question {

    /** One for all, as each has a thread; made when it is used for the first time. */
    private static final class Client {
        static final HttpClient SHARED = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    private final HttpRequest request;
    private final Tcp connection;
    private final Function<HttpReply, Answer> judge;

    Http(URI uri, Duration timeout, Function<HttpReply, Answer> judge) {
        this.request = HttpRequest.newBuilder(uri).timeout(timeout).build();
        this.connection = new Tcp(uri.getHost(), port(uri), timeout);
        this.judge = judge;
    }

    @Override
    public Answer ask() throws IOException, InterruptedException {
        try {
            return judge.apply(reply(Client.SHARED.send(request, HttpResponse.BodyHandlers.ofInputStream())));
        } catch (ConnectException e) {
            return unconnected();
        }
    }

    /** The client does not tell why: a name that is unknown and a connection that is refused look the same. */
    private Answer unconnected() throws IOException {
        Answer answer = connection.ask();
        return answer instanceof Answer.Up ? Answer.unknown("could not be connected to, and now it can") : answer;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static HttpReply reply(HttpResponse<InputStream> response) throws IOException {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(HttpReply.MOST_BYTES + 1);
            boolean complete = bytes.length <= HttpReply.MOST_BYTES;
            int kept = Math.min(bytes.length, HttpReply.MOST_BYTES);
            return new HttpReply(response.statusCode(), new String(bytes, 0, kept, StandardCharsets.UTF_8), complete);
        }
    }
}
