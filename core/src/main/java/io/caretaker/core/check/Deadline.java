package io.caretaker.core.check;

import java.time.Duration;

/// The instant on the monotonic clock by which something must be over. Immutable; safe to share.
public final class Deadline {
    private final Ticker ticker;
    private final long endNanos;

    private Deadline(Ticker ticker, long endNanos) {
        this.ticker = ticker;
        this.endNanos = endNanos;
    }

    public static Deadline after(Duration budget, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos() + budget.toNanos());
    }

    /// What is left, never negative.
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, endNanos - ticker.nanos()));
    }

    /// What is left in whole milliseconds, at least 1, for interfaces that take 0 as "no limit".
    public int remainingMillis() {
        return Math.clamp(remaining().toMillis(), 1, Integer.MAX_VALUE);
    }

    public boolean expired() {
        return endNanos - ticker.nanos() <= 0;
    }

    /// The earlier of this deadline and one `budget` from now.
    public Deadline within(Duration budget) {
        return new Deadline(ticker, Math.min(endNanos, ticker.nanos() + budget.toNanos()));
    }
}
