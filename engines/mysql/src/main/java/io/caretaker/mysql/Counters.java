package io.caretaker.mysql;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Counters as they were at the check before, to tell what happened since. A server that restarted
/// in between gives no difference. Not thread-safe.
final class Counters {
    /// The server tells its uptime in whole seconds, and its clock may be set a little.
    private static final double SLACK_SECONDS = 2;

    private final Map<String, Double> before = new HashMap<>();
    private double uptimeBefore;
    private long nanosBefore;
    private long nanos;
    private boolean comparable;
    private @Nullable Double hitRatio;

    /// Begins a round. A server that is younger than it must be has started anew.
    void round(double uptime, long now) {
        double elapsed = (now - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
        comparable =
                !before.isEmpty()
                        && uptime >= uptimeBefore + elapsed - SLACK_SECONDS
                        && now > nanos;
        nanosBefore = nanos;
        nanos = now;
        uptimeBefore = uptime;
    }

    /// How much the counter grew since the round before; null on the first round, after a restart
    /// and after a reset.
    @Nullable Double growth(String name, double value) {
        Double old = before.put(name, value);
        return !comparable || old == null || value < old ? null : value - old;
    }

    /// Whether the server is the one of the round before.
    boolean comparable() {
        return comparable;
    }

    /// Growth a second.
    @Nullable Double rate(String name, double value) {
        Double growth = growth(name, value);
        return growth == null
                ? null
                : growth * TimeUnit.SECONDS.toNanos(1) / (double) (nanos - nanosBefore);
    }

    /// Share in percent of requests that needed no read from disk, since the round before; as long
    /// as too few requests came for a judgement, the last known one (first: since the server
    /// started).
    @Nullable Double hitRatio(double requests, double reads, double enough) {
        Double total = requests <= 0 ? null : ratio(requests, reads);
        Double oldRequests = before.get("hit.requests");
        Double oldReads = before.get("hit.reads");
        if (!comparable || oldRequests == null || oldReads == null || requests < oldRequests) {
            hitRatio = total;
        } else if (requests - oldRequests >= enough) {
            hitRatio = ratio(requests - oldRequests, reads - oldReads);
        } else {
            return hitRatio;
        }
        before.put("hit.requests", requests);
        before.put("hit.reads", reads);
        return hitRatio;
    }

    private static double ratio(double requests, double reads) {
        return Math.clamp(100 * (1 - reads / requests), 0, 100);
    }
}
