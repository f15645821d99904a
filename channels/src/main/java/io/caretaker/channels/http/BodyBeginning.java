package io.caretaker.channels.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// The first bytes of a reply's body as UTF-8. A longer body is not read: its connection is closed.
final class BodyBeginning implements HttpResponse.BodySubscriber<String> {
    static final int MOST_BYTES = 8_192;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            var chunk = new byte[Math.min(buffer.remaining(), MOST_BYTES - bytes.size())];
            buffer.get(chunk);
            bytes.writeBytes(chunk);
        }
        Flow.Subscription source = subscription;
        if (source == null) {
            return;
        }
        if (bytes.size() < MOST_BYTES) {
            source.request(1);
        } else {
            source.cancel();
            onComplete();
        }
    }

    @Override
    public void onError(Throwable trouble) {
        text.completeExceptionally(trouble);
    }

    @Override
    public void onComplete() {
        text.complete(bytes.toString(StandardCharsets.UTF_8));
    }
}
