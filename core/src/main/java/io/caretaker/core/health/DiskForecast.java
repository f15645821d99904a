package io.caretaker.core.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// When a disk will be full, by the straight line through its free space of the last hours (least
/// squares). Not thread-safe; reads no clock.
public final class DiskForecast {
    /// Less than this says nothing: a single large file would be a trend.
    private static final Duration LEAST_SPAN = Duration.ofMinutes(10);

    private static final Duration LONGEST_SPAN = Duration.ofHours(6);
    private static final int LEAST_SAMPLES = 5;
    private static final int MOST_SAMPLES = 400;

    /// Farther away than this is no forecast.
    private static final double HORIZON_SECONDS = Duration.ofDays(365).toSeconds();

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, double freeBytes) {}

    public void add(Instant at, double freeBytes) {
        samples.addLast(new Sample(at, freeBytes));
        Instant oldest = at.minus(LONGEST_SPAN);
        while (samples.size() > MOST_SAMPLES || samples.getFirst().at.isBefore(oldest)) {
            samples.removeFirst();
        }
    }

    /// Seconds from the newest sample until nothing is free; null while there is too little to go
    /// by, and where the free space does not shrink.
    public @Nullable Double secondsUntilFull() {
        if (samples.size() < LEAST_SAMPLES
                || Duration.between(samples.getFirst().at, samples.getLast().at)
                                .compareTo(LEAST_SPAN)
                        < 0) {
            return null;
        }
        double slope = slope();
        double seconds = samples.getLast().freeBytes / -slope;
        return slope < 0 && seconds <= HORIZON_SECONDS ? seconds : null;
    }

    /// Bytes by which the free space grows in a second.
    private double slope() {
        Instant first = samples.getFirst().at;
        double meanX = samples.stream().mapToDouble(each -> x(each, first)).average().orElse(0);
        double meanY = samples.stream().mapToDouble(Sample::freeBytes).average().orElse(0);
        double products = 0;
        double squares = 0;
        for (Sample sample : samples) {
            double dx = x(sample, first) - meanX;
            products += dx * (sample.freeBytes - meanY);
            squares += dx * dx;
        }
        return squares == 0 ? 0 : products / squares;
    }

    private static double x(Sample sample, Instant first) {
        return Duration.between(first, sample.at).toMillis() / 1000.0;
    }
}
