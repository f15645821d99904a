package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a replica says of its sources: the largest lag, and what stands still. Immutable.
///
/// The server's error text is left out on purpose, because it quotes statements and rows; its
/// number is enough to look it up.
///
/// Source: MySQL 8.0 Reference Manual, "SHOW REPLICA STATUS" (≥ 8.0.22); MariaDB Knowledge Base,
/// "SHOW REPLICA STATUS" (the word REPLICA ≥ 10.5.1; ALL covers every source).
record Replication(Metrics metrics, @Nullable String notice) {
    static final Replication NONE = new Replication(Metrics.NONE, null);

    static String query(ServerVersion version) {
        if (version.mariadb()) {
            return version.atLeast(10, 5, 1)
                    ? "SHOW ALL REPLICAS STATUS"
                    : "SHOW ALL SLAVES STATUS";
        }
        return version.atLeast(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
    }

    static Replication of(List<Map<String, @Nullable String>> sources) {
        Metrics.Builder metrics = Metrics.builder();
        double worst = -1;
        String notice = null;
        for (Map<String, @Nullable String> source : sources) {
            String lag = either(source, "Seconds_Behind_Source", "Seconds_Behind_Master");
            if (lag != null && !lag.isBlank()) {
                worst = Math.max(worst, Double.parseDouble(lag));
            }
            notice = notice == null ? stopped(source) : notice;
        }
        if (worst >= 0) {
            metrics.put("replication_lag", worst);
        }
        return new Replication(metrics.build(), notice);
    }

    private static @Nullable String stopped(Map<String, @Nullable String> source) {
        boolean receives = "Yes".equals(either(source, "Replica_IO_Running", "Slave_IO_Running"));
        boolean applies = "Yes".equals(either(source, "Replica_SQL_Running", "Slave_SQL_Running"));
        if (receives && applies) {
            return null;
        }
        String error = applies ? source.get("Last_IO_Errno") : source.get("Last_SQL_Errno");
        return "replication "
                + (applies ? "receives nothing" : "applies nothing")
                + (error == null || error.equals("0") ? "" : " (error " + error + ")");
    }

    private static @Nullable String either(
            Map<String, @Nullable String> row, String name, String olderName) {
        String value = row.get(name);
        return value == null ? row.get(olderName) : value;
    }
}
