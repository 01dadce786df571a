package io.github.recovery4j.probe;

import io.github.recovery4j.time.Deadline;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
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
    private final Duration timeout;
    private final Tcp connection;
    private final Function<HttpReply, Answer> judge;

    Http(URI uri, Duration timeout, Function<HttpReply, Answer> judge) {
        this.request = HttpRequest.newBuilder(uri).build();
        this.timeout = timeout;
        this.connection = new Tcp(uri.getHost(), port(uri), timeout);
        this.judge = judge;
    }

    @Override
    public Answer ask() throws Exception {
        try {
            return judge.apply(reply());
        } catch (ConnectException e) {
            return unconnected();
        }
    }

    /**
     * The body is read by the client's thread. Reading its stream here would hang for as long as the service does: an
     * interrupt does not end that, and what the client's own timeout limits are the headers.
     */
    private HttpReply reply() throws Exception {
        CompletableFuture<HttpResponse<HttpReply>> reply =
                Client.SHARED.sendAsync(request, head -> new BodyStart(head.statusCode()));
        try {
            return reply.get(Deadline.nanos(timeout), TimeUnit.NANOSECONDS).body();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            reply.cancel(true); // closes the connection, unless the reply is whole
        }
    }

    /** The client does not tell why: a name that is unknown and a connection that is refused look the same. */
    private Answer unconnected() throws Exception {
        Answer answer = connection.ask();
        return answer instanceof Answer.Up ? Answer.unknown("could not be connected to, and now it can") : answer;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equals(uri.getScheme()) ? 443 : 80;
    }
}
