package io.caretaker.postgresql;

import java.util.ArrayDeque;
import java.util.Deque;

/// Remembers when the primary's log had come how far, so that the position of a replica tells how
/// many seconds it is behind.
///
/// The server's own `replay_lag` stands still, or is null, for a replica that has stopped
/// replaying. Not thread-safe.
final class WalClock {
    private static final double LONGEST = 24 * 3600;
    private static final int MOST = 2000;

    private final Deque<Point> points = new ArrayDeque<>();

    private record Point(double at, double position) {}

    /// @param at the server's clock in seconds, @param position bytes of log written by then
    void saw(double at, double position) {
        if (!points.isEmpty() && position < points.getLast().position) {
            points.clear(); // another time line
        }
        if (points.isEmpty() || position > points.getLast().position) {
            points.addLast(new Point(at, position));
        }
        while (points.size() > MOST || at - points.getFirst().at > LONGEST) {
            points.removeFirst();
        }
    }

    /// The seconds that a replica at this position is behind, at least; 0 when it has all.
    double behind(double at, double replayed) {
        for (Point point : points) {
            if (point.position > replayed) {
                return at - point.at;
            }
        }
        return 0;
    }
}
