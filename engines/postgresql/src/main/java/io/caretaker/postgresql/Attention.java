package io.caretaker.postgresql;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What needs attention although the server works.
final class Attention {
    private static final double USAGE_PERCENT = 80;
    private static final double LAG_SECONDS = 30;

    /// Transaction ids wrap around at about 2.1 billion; the server stops itself shortly before.
    ///
    /// Source: PostgreSQL manual, "Preventing Transaction ID Wraparound Failures" (12 to 18).
    private static final double TRANSACTION_ID_AGE = 1_500_000_000;

    private Attention() {}

    static @Nullable String to(Metrics metrics) {
        List<String> notices = new ArrayList<>();
        if (value(metrics, "connection_usage_percent") >= USAGE_PERCENT) {
            notices.add(
                    whole(metrics, "connections")
                            + " of "
                            + whole(metrics, "max_connections")
                            + " connections are used");
        }
        if (value(metrics, "replication_lag") >= LAG_SECONDS) {
            notices.add(
                    "the standby is "
                            + whole(metrics, "replication_lag")
                            + " s behind its primary");
        }
        if (value(metrics, "transaction_id_age") >= TRANSACTION_ID_AGE) {
            notices.add(
                    "transaction ids are "
                            + whole(metrics, "transaction_id_age")
                            + " old and wrap around soon: vacuum is needed");
        }
        return notices.isEmpty() ? null : String.join("; ", notices);
    }

    private static double value(Metrics metrics, String name) {
        Double value = metrics.get(name);
        return value == null ? Double.NaN : value;
    }

    private static long whole(Metrics metrics, String name) {
        return Math.round(value(metrics, name));
    }
}
