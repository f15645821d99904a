package io.caretaker.mysql;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// A number over the last hour. Not thread-safe.
final class LastHour {
    private static final long SPAN = TimeUnit.HOURS.toNanos(1);
    private static final long APART = TimeUnit.MINUTES.toNanos(1);

    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(long nanos, double value) {}

    /// By how much a counter has grown, or since it was first seen. One that went back begins anew.
    double growth(long nanos, double value) {
        if (!points.isEmpty() && value < points.getLast().value) {
            points.clear();
        }
        if (points.isEmpty() || nanos - points.getLast().nanos >= APART) {
            points.addLast(new Point(nanos, value));
        }
        leave(nanos);
        return value - points.getFirst().value;
    }

    /// The greatest value.
    double most(long nanos, double value) {
        while (!points.isEmpty() && points.getLast().value <= value) {
            points.removeLast();
        }
        points.addLast(new Point(nanos, value));
        leave(nanos);
        return points.getFirst().value;
    }

    private void leave(long nanos) {
        while (points.size() > 1 && nanos - points.getFirst().nanos > SPAN) {
            points.removeFirst();
        }
    }
}
