package io.caretaker.server.watch;

import java.util.concurrent.atomic.AtomicLongArray;

/// How late checks start, as counts in buckets of a millisecond up to ten seconds. Thread-safe.
public final class Lateness {
    private static final int BUCKETS = 10_000;
    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + 1);

    void add(long nanos) {
        counts.incrementAndGet(Math.clamp(nanos / 1_000_000, 0, BUCKETS));
    }

    public long count() {
        long sum = 0;
        for (int i = 0; i <= BUCKETS; i++) {
            sum += counts.get(i);
        }
        return sum;
    }

    /// The lateness in milliseconds that the share of checks stayed within; 0 without checks.
    public long percentile(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long seen = 0;
        for (int i = 0; i <= BUCKETS; i++) {
            seen += counts.get(i);
            if (seen >= wanted) {
                return wanted == 0 ? 0 : i + 1;
            }
        }
        return BUCKETS;
    }

    public void reset() {
        for (int i = 0; i <= BUCKETS; i++) {
            counts.set(i, 0);
        }
    }
}
