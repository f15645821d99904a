package io.caretaker.web.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/// A number over time, in steps of the same length: of each step with values its least, mean and
/// most. Pure.
///
/// @param points the oldest first; steps without values are left out
public record Series(Instant from, Instant to, Duration step, List<Point> points) {
    public Series {
        points = List.copyOf(points);
    }

    /// A value at a moment, or of a stretch that begins there.
    ///
    /// @param count how many values it stands for
    public record Sample(Instant at, double least, double mean, double most, long count) {
        public static Sample of(Instant at, double value) {
            return new Sample(at, value, value, value, 1);
        }
    }

    /// One step.
    ///
    /// @param at its beginning
    public record Point(Instant at, double least, double mean, double most) {}

    /// Puts samples into at most so many steps, none shorter than `shortest`.
    public static Series of(
            Collection<Sample> samples, Instant from, Instant to, int most, Duration shortest) {
        Duration window = Duration.between(from, to);
        long millis =
                Math.max(shortest.toMillis(), Math.max(1, Math.ceilDiv(window.toMillis(), most)));
        var steps = new TreeMap<Long, Sum>();
        for (Sample each : samples) {
            if (!each.at().isBefore(from) && each.at().isBefore(to)) {
                long number = Math.floorDiv(Duration.between(from, each.at()).toMillis(), millis);
                steps.computeIfAbsent(number, _ -> new Sum()).add(each);
            }
        }
        var points = new ArrayList<Point>();
        steps.forEach((number, sum) -> points.add(sum.point(from.plusMillis(number * millis))));
        return new Series(from, to, Duration.ofMillis(millis), points);
    }

    private static final class Sum {
        private double least = Double.POSITIVE_INFINITY;
        private double most = Double.NEGATIVE_INFINITY;
        private double total;
        private long count;

        void add(Sample sample) {
            least = Math.min(least, sample.least());
            most = Math.max(most, sample.most());
            total += sample.mean() * sample.count();
            count += sample.count();
        }

        Point point(Instant at) {
            return new Point(at, least, total / count, most);
        }
    }
}
