package io.caretaker.postgresql;

import java.util.ArrayDeque;
import java.util.Deque;

/// How much a number has grown within a time, by the server's clock. Not thread-safe.
final class Growth {
    private final double span;
    private final double apart;
    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(double at, double value) {}

    /// @param span seconds to look back
    /// @param points how many points to keep for it at most
    Growth(double span, int points) {
        this.span = span;
        this.apart = span / points;
    }

    /// Takes a number and tells by how much it has grown within the span, or since it was first
    /// seen. A counter that went back begins anew.
    double since(double at, double value) {
        add(at, value, true);
        return value - points.getFirst().value;
    }

    /// Takes a size, which may shrink, and tells its growth a second; not a number before there are
    /// `least` seconds to judge by.
    double perSecond(double at, double value, double least) {
        add(at, value, false);
        Point first = points.getFirst();
        return at - first.at >= least ? (value - first.value) / (at - first.at) : Double.NaN;
    }

    private void add(double at, double value, boolean counter) {
        boolean anew =
                !points.isEmpty()
                        && ((counter && value < points.getLast().value)
                                || at < points.getLast().at);
        if (anew) {
            points.clear();
        }
        if (points.isEmpty() || at - points.getLast().at >= apart) {
            points.addLast(new Point(at, value));
        }
        while (points.size() > 1 && at - points.getFirst().at > span) {
            points.removeFirst();
        }
    }
}
