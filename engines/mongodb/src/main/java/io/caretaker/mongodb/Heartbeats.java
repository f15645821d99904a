package io.caretaker.mongodb;

import com.mongodb.event.ServerHeartbeatFailedEvent;
import com.mongodb.event.ServerMonitorListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Lets work that waits for a server fail as soon as the driver's monitor has seen that it cannot
/// be reached; the driver itself would go on trying until its time limit. Thread-safe.
final class Heartbeats implements ServerMonitorListener {
    private final AtomicReference<@Nullable CompletableFuture<?>> waiting = new AtomicReference<>();

    /// Replaces the work watched before, if any.
    void watch(CompletableFuture<?> work) {
        waiting.set(work);
    }

    void release() {
        waiting.set(null);
    }

    @Override
    public void serverHeartbeatFailed(ServerHeartbeatFailedEvent event) {
        CompletableFuture<?> work = waiting.get();
        if (work != null) {
            work.completeExceptionally(event.getThrowable());
        }
    }
}
