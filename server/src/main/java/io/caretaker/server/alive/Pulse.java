package io.caretaker.server.alive;

import io.caretaker.core.check.Ticker;
import java.time.Duration;

/// When a loop last came round. Thread-safe.
public final class Pulse {
    private final Ticker ticker;
    private volatile long lastNanos;

    public Pulse(Ticker ticker) {
        this.ticker = ticker;
        this.lastNanos = ticker.nanos();
    }

    /// The loop has come round.
    public void beat() {
        lastNanos = ticker.nanos();
    }

    /// Time since then; since it was made, for a loop that never did.
    public Duration silence() {
        return Duration.ofNanos(ticker.nanos() - lastNanos);
    }
}
