package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Whether a source really waits for its replicas. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "Semisynchronous Replication Monitoring" (names with
/// `source` ≥ 8.0.26); MariaDB Knowledge Base, "Semisynchronous Replication".
final class SemiSync {
    static final List<String> VARIABLES =
            Stream.of("master", "source")
                    .flatMap(word ->
                            Stream.of(
                                    "rpl_semi_sync_" + word + "_status",
                                    "rpl_semi_sync_" + word + "_clients",
                                    "rpl_semi_sync_" + word + "_no_tx"))
                    .toList();

    private SemiSync() {}

    /// Nothing where it is not wanted.
    ///
    /// @param replica whether the server follows another: one that is ready to take its source's
    ///   place may wait for replicas, too, and gives that up as long as it has none
    static Metrics metrics(
            Map<String, String> status, ServerFacts facts, boolean replica, Counters counters) {
        Metrics.Builder metrics = Metrics.builder();
        for (String word : List.of("master", "source")) {
            String prefix = "rpl_semi_sync_" + word;
            if (!facts.on(prefix + "_enabled")) {
                continue;
            }
            boolean waits = "ON".equalsIgnoreCase(status.get(prefix + "_status"));
            double replicas = Numbers.of(status.get(prefix + "_clients"));
            if (!replica || replicas > 0) {
                metrics.put("semi_sync_active", waits ? 1 : 0);
            }
            metrics.put("semi_sync_replicas", replicas);
            double alone = Numbers.of(status.get(prefix + "_no_tx"));
            Double rate =
                    Double.isNaN(alone) ? null : counters.rate("semi-sync without answer", alone);
            if (rate != null) {
                metrics.put("semi_sync_unanswered_per_second", rate);
            }
        }
        return metrics.build();
    }
}
