package io.caretaker.server.count;

import java.util.Arrays;

/// How long something took, as counts. Immutable as long as nobody writes to its arrays.
///
/// @param bounds the upper ends of the buckets in seconds, rising
/// @param counts how many fell into each bucket and into no earlier one; one more than bounds, for
///   what took longer than the last
/// @param seconds all of them together
@SuppressWarnings("ArrayRecordComponent")
public record DurationCounts(double[] bounds, long[] counts, double seconds) {
    public DurationCounts {
        if (counts.length != bounds.length + 1) {
            throw new IllegalArgumentException(
                    counts.length + " counts do not fit " + bounds.length + " bounds");
        }
    }

    /// How many there were.
    public long count() {
        return Arrays.stream(counts).sum();
    }
}
