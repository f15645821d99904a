package io.caretaker.mongodb;

import java.util.ArrayDeque;
import java.util.Deque;

/// How much a number has grown in the time looked back at. Not thread-safe; reads no clock.
final class Growth {
    private final double span;
    private final double apart;
    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(double at, double value) {}

    /// @param span seconds to look back
    /// @param most how many points to keep for that
    Growth(double span, int most) {
        this.span = span;
        this.apart = span / most;
    }

    /// Adds what a counter has come to. One that went back, or a clock that did, begins anew.
    Growth count(double at, double value) {
        if (!points.isEmpty() && value < points.getLast().value) {
            points.clear();
        }
        return add(at, value);
    }

    /// Adds a size, which may shrink.
    Growth add(double at, double value) {
        if (!points.isEmpty() && at < points.getLast().at) {
            points.clear();
        }
        // The newest point moves along until it is far enough from the one before it.
        if (points.size() > 1 && at - secondNewest().at < apart) {
            points.removeLast();
        }
        points.addLast(new Point(at, value));
        while (points.size() > 2 && at - points.getFirst().at > span) {
            points.removeFirst();
        }
        return this;
    }

    /// Seconds between the oldest and the newest point.
    double watched() {
        return points.isEmpty() ? 0 : points.getLast().at - points.getFirst().at;
    }

    /// From the oldest to the newest point.
    double total() {
        return points.isEmpty() ? 0 : points.getLast().value - points.getFirst().value;
    }

    private Point secondNewest() {
        Point newest = points.removeLast();
        Point second = points.getLast();
        points.addLast(newest);
        return second;
    }
}
