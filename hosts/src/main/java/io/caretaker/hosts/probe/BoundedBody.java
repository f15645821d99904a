package io.caretaker.hosts.probe;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Collects at most 1 MiB of a body and then hangs up.
final class BoundedBody implements BodySubscriber<HttpBody> {
    static final int MOST_BYTES = 1024 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<HttpBody> body = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    @Override
    public CompletionStage<HttpBody> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            byte[] chunk = new byte[Math.min(buffer.remaining(), MOST_BYTES - bytes.size())];
            boolean more = buffer.remaining() > chunk.length;
            buffer.get(chunk);
            bytes.writeBytes(chunk);
            if (more) {
                hangUp();
                return;
            }
        }
    }

    private void hangUp() {
        if (subscription != null) {
            subscription.cancel();
        }
        body.complete(HttpBody.of(bytes.toByteArray(), true));
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        body.complete(HttpBody.of(bytes.toByteArray(), false));
    }
}
