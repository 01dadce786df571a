package io.github.recovery4j.probe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Keeps the beginning of a body. At its limit the reply is complete, and the connection is closed. */
final class BodyStart implements HttpResponse.BodySubscriber<HttpReply> {

    private final int status;
    private final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private Flow.@Nullable Subscription rest;

    BodyStart(int status) {
        this.status = status;
    }

    @Override
    public CompletionStage<HttpReply> getBody() {
        return reply;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        rest = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
        for (ByteBuffer part : parts) {
            byte[] bytes = new byte[Math.min(part.remaining(), HttpReply.MOST_BYTES - kept.size())];
            boolean whole = bytes.length == part.remaining();
            part.get(bytes);
            kept.writeBytes(bytes);
            if (!whole) {
                end(false);
                return;
            }
        }
    }

    @Override
    public void onError(Throwable failure) {
        reply.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        end(true);
    }

    private void end(boolean complete) {
        reply.complete(new HttpReply(status, kept.toString(StandardCharsets.UTF_8), complete));
        if (!complete && rest != null) {
            rest.cancel();
        }
    }
}
