package io.caretaker.server.count;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How long something took, counted in buckets since the start. Thread-safe; adding takes no lock.
public final class Durations {
    private final double[] bounds;
    private final AtomicLongArray counts;
    private final LongAdder nanos = new LongAdder();

    /// @param bounds the upper ends of the buckets in seconds, rising; what took longer is counted
    ///   in one more
    public Durations(double... bounds) {
        this.bounds = bounds.clone();
        this.counts = new AtomicLongArray(bounds.length + 1);
        for (int i = 1; i < bounds.length; i++) {
            if (bounds[i] <= bounds[i - 1]) {
                throw new IllegalArgumentException("bounds must rise: " + Arrays.toString(bounds));
            }
        }
    }

    public void add(Duration took) {
        add(took.toNanos());
    }

    /// Counts one; less than nothing counts as nothing.
    public void add(long tookNanos) {
        long took = Math.max(0, tookNanos);
        double seconds = took / 1e9;
        int bucket = 0;
        while (bucket < bounds.length && seconds > bounds[bucket]) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        nanos.add(took);
    }

    /// What was counted until now.
    public DurationCounts counts() {
        var copy = new long[counts.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return new DurationCounts(bounds, copy, nanos.sum() / 1e9);
    }
}
