package io.caretaker.core.profile;

import org.jspecify.annotations.Nullable;

/// What a profiler shall record.
///
/// @param slowMillis from how long on an operation is slow, 0 or more; null leaves it as it is
/// @param sampleRate which share of the slow ones, 0 to 1; null leaves it as it is
public record ProfileOrder(
        ProfileLevel level, @Nullable Long slowMillis, @Nullable Double sampleRate) {
    public ProfileOrder {
        if (slowMillis != null && slowMillis < 0) {
            throw new IllegalArgumentException("slower than nothing");
        }
        if (sampleRate != null && !(sampleRate >= 0 && sampleRate <= 1)) {
            throw new IllegalArgumentException("a share is between 0 and 1");
        }
    }
}
