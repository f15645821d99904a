package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a node of a Galera cluster says of itself. Immutable.
///
/// Source: Galera Cluster documentation, "Galera Status Variables"; MariaDB Knowledge Base, "Galera
/// Cluster Status Variables".
record Galera(Metrics metrics, @Nullable String notice) {
    static final Galera NONE = new Galera(Metrics.NONE, null);

    static final List<String> VARIABLES =
            List.of(
                    "wsrep_provider_name",
                    "wsrep_cluster_status",
                    "wsrep_cluster_size",
                    "wsrep_ready",
                    "wsrep_connected",
                    "wsrep_local_state",
                    "wsrep_local_state_comment",
                    "wsrep_local_recv_queue",
                    "wsrep_local_send_queue",
                    "wsrep_flow_control_paused_ns",
                    "wsrep_local_cert_failures",
                    "wsrep_local_bf_aborts");

    private static final double NANOS_A_SECOND = 1e9;
    private static final int DONOR = 2;
    private static final int SYNCED = 4;

    /// A server without a loaded provider is no node, although some of its variables exist.
    static Galera of(Map<String, String> status, Counters counters) {
        if (status.getOrDefault("wsrep_provider_name", "").isBlank()) {
            return NONE;
        }
        Metrics.Builder metrics = Metrics.builder();
        boolean primary = "Primary".equalsIgnoreCase(status.get("wsrep_cluster_status"));
        boolean ready = "ON".equalsIgnoreCase(status.get("wsrep_ready"));
        double state = number(status, "wsrep_local_state");
        metrics.put("galera_cluster_size", number(status, "wsrep_cluster_size"));
        metrics.put("galera_primary", primary ? 1 : 0);
        metrics.put("galera_ready", ready ? 1 : 0);
        metrics.put("galera_synced", state == SYNCED ? 1 : 0);
        metrics.put("galera_donor", state == DONOR ? 1 : 0);
        metrics.put("galera_receive_queue", number(status, "wsrep_local_recv_queue"));
        metrics.put("galera_send_queue", number(status, "wsrep_local_send_queue"));
        rate(metrics, "galera_conflicts_per_second", conflicts(status), counters);
        double paused = number(status, "wsrep_flow_control_paused_ns");
        @Nullable Double share =
                Double.isNaN(paused)
                        ? null
                        : counters.rate("wsrep paused", paused / NANOS_A_SECOND);
        if (share != null) {
            metrics.put("galera_flow_control_percent", Math.min(100, 100 * share));
        }
        return new Galera(metrics.build(), notice(status, primary, ready));
    }

    private static @Nullable String notice(
            Map<String, String> status, boolean primary, boolean ready) {
        if (!primary) {
            return "the Galera node is not in the primary component ("
                    + status.getOrDefault("wsrep_cluster_status", "unknown")
                    + ")";
        }
        return ready
                ? null
                : "the Galera node takes no statements ("
                        + status.getOrDefault("wsrep_local_state_comment", "unknown")
                        + ")";
    }

    /// Transactions that lost against one of another node: at certification, or while they ran.
    private static double conflicts(Map<String, String> status) {
        return number(status, "wsrep_local_cert_failures")
                + number(status, "wsrep_local_bf_aborts");
    }

    private static void rate(
            Metrics.Builder metrics, String metric, double value, Counters counters) {
        @Nullable Double rate = Double.isNaN(value) ? null : counters.rate(metric, value);
        if (rate != null) {
            metrics.put(metric, rate);
        }
    }

    private static double number(Map<String, String> status, String name) {
        return Numbers.of(status.get(name));
    }
}
