package io.caretaker.server.watch;

import io.caretaker.server.count.DurationCounts;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How late checks start, as counts in buckets of a millisecond up to ten seconds. Thread-safe.
public final class Lateness {
    private static final int BUCKETS = 10_000;
    private static final double[] BOUNDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS + 1);
    private final LongAdder sum = new LongAdder();

    void add(long nanos) {
        counts.incrementAndGet(Math.clamp(nanos / 1_000_000, 0, BUCKETS));
        sum.add(Math.max(0, nanos));
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

    /// The same in few buckets, from 10 ms to 10 s.
    public DurationCounts counts() {
        var gathered = new long[BOUNDS.length + 1];
        int bucket = 0;
        for (int i = 0; i <= BUCKETS; i++) {
            // What is counted at i was late by less than i + 1 milliseconds.
            while (bucket < BOUNDS.length && (i + 1) / 1e3 > BOUNDS[bucket]) {
                bucket++;
            }
            gathered[bucket] += counts.get(i);
        }
        return new DurationCounts(BOUNDS, gathered, sum.sum() / 1e9);
    }

    public void reset() {
        sum.reset();
        for (int i = 0; i <= BUCKETS; i++) {
            counts.set(i, 0);
        }
    }
}
