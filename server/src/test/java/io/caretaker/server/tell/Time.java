package io.caretaker.server.tell;

import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when the test says so. Thread-safe.
final class Time implements InstantSource, Ticker {
    private Instant now = Town.BEGIN;
    private long nanos;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    synchronized void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /// The clock is set, and no time passes.
    synchronized void set(Instant instant) {
        now = instant;
    }
}
