package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// How far back a member's oplog reaches: a member that was away for longer must be made anew.
/// Pure.
///
/// Source: MongoDB Manual, "Replica Set Oplog" (4.2 to 8.0).
final class OplogWindow {
    /// An oplog that is filled to more than that gives up its oldest entries.
    private static final double FULL = 0.9;

    /// One that is not full loses nothing yet, and some minutes of filling it (an import, a
    /// restore) say nothing of the days to come.
    private static final double LEAST_SECONDS_TO_JUDGE_BY = 1800;

    private static final double LEAST_SECONDS = 60;

    private OplogWindow() {}

    /// While it is not full, how far it will reach if it goes on filling as it has.
    ///
    /// @param status a `serverStatus` reply with the section `oplog`
    /// @param used bytes in the oplog, or null where that is not known
    /// @param most bytes that it may have
    static Metrics of(Document status, @Nullable Double used, @Nullable Double most) {
        @Nullable Double first = Numbers.at(status, "oplog", "earliestOptime");
        @Nullable Double last = Numbers.at(status, "oplog", "latestOptime");
        Metrics.Builder metrics = Metrics.builder();
        if (used != null && most != null && most > 0) {
            metrics.put("oplog_size_bytes", most).put("oplog_usage_percent", 100 * used / most);
        }
        if (first == null || last == null || first <= 0 || last < first) {
            return metrics.build();
        }
        double reach = last - first;
        if (used == null || most == null || most <= 0 || used <= 0) {
            return metrics.build();
        }
        if (reach >= LEAST_SECONDS) {
            double filled = Math.min(1, used / most);
            metrics.put("oplog_bytes_per_second", used / reach);
            if (filled >= FULL || reach >= LEAST_SECONDS_TO_JUDGE_BY) {
                metrics.put("oplog_window_s", filled >= FULL ? reach : reach / filled);
            }
        }
        return metrics.build();
    }
}
