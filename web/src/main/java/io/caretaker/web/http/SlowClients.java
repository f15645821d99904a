package io.caretaker.web.http;

import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Gives up on clients that do not take what is sent to them: the JDK's server would wait for ever.
/// Thread-safe.
final class SlowClients implements AutoCloseable {
    private final Map<Thread, Long> writing = new ConcurrentHashMap<>();
    private final Ticker ticker;
    private final Duration limit;
    private final Thread watch;

    /// @param limit how long one write may take
    SlowClients(Duration limit, Ticker ticker) {
        this.limit = limit;
        this.ticker = ticker;
        this.watch = Thread.ofVirtual().name("caretaker-web-slow").start(this::watch);
    }

    /// From now on the current thread writes.
    void begin() {
        writing.put(Thread.currentThread(), ticker.nanos());
    }

    /// The current thread writes no more.
    void end() {
        writing.remove(Thread.currentThread());
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(limit.dividedBy(4));
                long now = ticker.nanos();
                // An interrupt closes the connection that the thread writes to.
                writing.forEach((thread, since) -> {
                    if (now - since > limit.toNanos() && writing.remove(thread, since)) {
                        thread.interrupt();
                    }
                });
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
