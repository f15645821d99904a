package io.caretaker.mongodb;

import io.caretaker.mongodb.StatusField.Kind;
import io.caretaker.mongodb.StatusField.Needs;
import io.caretaker.mongodb.StatusField.Where;
import java.util.List;
import java.util.stream.Stream;

/// Every number of `serverStatus` that health uses.
///
/// Source: MongoDB Manual, "serverStatus" (4.2 to 8.0); replies of 4.0 to 6.0; for the layouts of
/// 7.1 and 8.0 (`wiredTiger.checkpoint`, `queues.execution`, `metrics.repl.buffer.apply`) the
/// release notes.
final class StatusFields {
    private static final int ALWAYS = 0;
    private static final double MEBI = 1 << 20;

    static final List<StatusField> ALL =
            Stream.of(
                            clients(),
                            operations(),
                            latencies(),
                            queries(),
                            queues(),
                            cursors(),
                            transactions(),
                            machine(),
                            cache(),
                            tickets(),
                            storage(),
                            replication())
                    .flatMap(List::stream)
                    .toList();

    private StatusFields() {}

    private static List<StatusField> clients() {
        return List.of(
                gauge("connections", "connections.current"),
                gauge("connections_available", "connections.available"),
                fact("connections_active", any(ALWAYS), "connections.active"),
                fact("connections_exhaust_is_master", any(404), "connections.exhaustIsMaster"),
                fact("connections_exhaust_hello", any(500), "connections.exhaustHello"),
                counter("new_sessions", any(ALWAYS), "connections.totalCreated"),
                counter("rejected_connections", any(603), "connections.rejected"),
                fact(
                        "certificate_ends",
                        new Where(Needs.CERTIFICATE, ALWAYS),
                        "security.SSLServerCertificateExpirationDate"));
    }

    private static List<StatusField> operations() {
        return List.of(
                counter("inserts", any(ALWAYS), "opcounters.insert"),
                counter("finds", any(ALWAYS), "opcounters.query"),
                counter("updates", any(ALWAYS), "opcounters.update"),
                counter("deletes", any(ALWAYS), "opcounters.delete"),
                counter("getmores", any(ALWAYS), "opcounters.getmore"),
                counter("commands", any(ALWAYS), "opcounters.command"),
                counter("replicated_inserts", data(), "opcountersRepl.insert"),
                counter("replicated_updates", data(), "opcountersRepl.update"),
                counter("replicated_deletes", data(), "opcountersRepl.delete"),
                counter("replicated_commands", data(), "opcountersRepl.command"),
                counter("documents_inserted", data(), "metrics.document.inserted"),
                counter("documents_updated", data(), "metrics.document.updated"),
                counter("documents_deleted", data(), "metrics.document.deleted"),
                counter("documents_returned", data(), "metrics.document.returned"));
    }

    private static List<StatusField> latencies() {
        return List.of(
                counter("read_micros", data(), "opLatencies.reads.latency"),
                counter("reads", data(), "opLatencies.reads.ops"),
                counter("write_micros", data(), "opLatencies.writes.latency"),
                counter("writes", data(), "opLatencies.writes.ops"),
                counter("command_micros", data(), "opLatencies.commands.latency"),
                counter("commands_timed", data(), "opLatencies.commands.ops"));
    }

    private static List<StatusField> queries() {
        return List.of(
                counter("keys_examined", data(), "metrics.queryExecutor.scanned"),
                counter("documents_examined", data(), "metrics.queryExecutor.scannedObjects"),
                counter(
                        "collection_scans",
                        new Where(Needs.DATA, 404),
                        "metrics.queryExecutor.collectionScans.nonTailable"),
                counter("sorts_in_memory", data(), "metrics.operation.scanAndOrder"),
                counter("write_conflicts", data(), "metrics.operation.writeConflicts"),
                counter("ttl_passes", data(), "metrics.ttl.passes"),
                counter("ttl_deleted", data(), "metrics.ttl.deletedDocuments"));
    }

    private static List<StatusField> queues() {
        return List.of(
                gauge("queued_operations", data(), "globalLock.currentQueue.total"),
                gauge("queued_reads", data(), "globalLock.currentQueue.readers"),
                gauge("queued_writes", data(), "globalLock.currentQueue.writers"),
                gauge("active_reads", data(), "globalLock.activeClients.readers"),
                gauge("active_writes", data(), "globalLock.activeClients.writers"),
                gauge("flow_control_lagged", new Where(Needs.DATA, 402), "flowControl.isLagged"));
    }

    private static List<StatusField> cursors() {
        return List.of(
                gauge("open_cursors", "metrics.cursor.open.total"),
                gauge("pinned_cursors", "metrics.cursor.open.pinned"),
                gauge("cursors_without_timeout", data(), "metrics.cursor.open.noTimeout"),
                counter("timed_out_cursors", any(ALWAYS), "metrics.cursor.timedOut"));
    }

    private static List<StatusField> transactions() {
        return List.of(
                gauge("open_transactions", any(ALWAYS), "transactions.currentOpen"),
                gauge(
                        "prepared_transactions",
                        new Where(Needs.DATA, 402),
                        "transactions.currentPrepared"),
                counter("transactions_committed", any(ALWAYS), "transactions.totalCommitted"),
                counter("transactions_aborted", any(ALWAYS), "transactions.totalAborted"));
    }

    private static List<StatusField> machine() {
        return List.of(
                counter("uptime_millis", any(ALWAYS), "uptimeMillis"),
                gauge("uptime_seconds", "uptime"),
                counter("regular_assertions", any(ALWAYS), "asserts.regular"),
                counter("message_assertions", any(ALWAYS), "asserts.msg"),
                counter("user_assertions", any(ALWAYS), "asserts.user"),
                gauge("assertion_rollovers", "asserts.rollovers"),
                counter("page_faults", any(ALWAYS), "extra_info.page_faults"),
                counter("network_in_bytes", any(ALWAYS), "network.bytesIn"),
                counter("network_out_bytes", any(ALWAYS), "network.bytesOut"),
                new StatusField(
                        "resident_memory_bytes",
                        Kind.GAUGE,
                        MEBI,
                        any(ALWAYS),
                        paths("mem.resident")));
    }

    private static List<StatusField> cache() {
        return List.of(
                fact("cache_bytes", stored(), "wiredTiger.cache.bytes currently in the cache"),
                fact("cache_dirty", stored(), "wiredTiger.cache.tracked dirty bytes in the cache"),
                fact("cache_limit", stored(), "wiredTiger.cache.maximum bytes configured"),
                counter(
                        "cache_pages_requested",
                        stored(),
                        "wiredTiger.cache.pages requested from the cache"),
                counter("cache_pages_read", stored(), "wiredTiger.cache.pages read into cache"),
                counter(
                        "cache_pages_written",
                        stored(),
                        "wiredTiger.cache.pages written from cache"),
                counter(
                        "cache_evictions_by_clients",
                        stored(),
                        "wiredTiger.cache.pages evicted by application threads",
                        "wiredTiger.cache.page evict attempts by application threads"),
                counter(
                        "client_page_reads",
                        stored(),
                        "wiredTiger.cache.application threads page read from disk to cache count"),
                counter(
                        "client_page_read_micros",
                        stored(),
                        "wiredTiger.cache.application threads page read from disk to cache time"
                                + " (usecs)"));
    }

    private static List<StatusField> tickets() {
        return Stream.of("read", "write")
                .flatMap(kind ->
                        Stream.of(
                                fact(
                                        kind + "_tickets_used",
                                        stored(),
                                        "wiredTiger.concurrentTransactions." + kind + ".out",
                                        "queues.execution." + kind + ".out"),
                                gauge(
                                        kind + "_tickets_available",
                                        stored(),
                                        "wiredTiger.concurrentTransactions." + kind + ".available",
                                        "queues.execution." + kind + ".available"),
                                fact(
                                        kind + "_tickets_total",
                                        stored(),
                                        "wiredTiger.concurrentTransactions."
                                                + kind
                                                + ".totalTickets",
                                        "queues.execution." + kind + ".totalTickets")))
                .toList();
    }

    private static List<StatusField> storage() {
        return List.of(
                fact(
                        "checkpoint_millis",
                        stored(),
                        "wiredTiger.transaction.transaction checkpoint most recent time (msecs)",
                        "wiredTiger.checkpoint.most recent time (msecs)"),
                counter("journal_syncs", stored(), "wiredTiger.log.log sync operations"),
                counter(
                        "journal_sync_micros",
                        stored(),
                        "wiredTiger.log.log sync time duration (usecs)"));
    }

    private static List<StatusField> replication() {
        return List.of(
                gauge(
                        "replication_buffer_bytes",
                        data(),
                        "metrics.repl.buffer.sizeBytes",
                        "metrics.repl.buffer.apply.sizeBytes"),
                counter(
                        "elections_by_timeout",
                        new Where(Needs.SET, ALWAYS),
                        "electionMetrics.electionTimeout.called"));
    }

    private static Where any(int since) {
        return new Where(Needs.NOTHING, since);
    }

    private static Where data() {
        return new Where(Needs.DATA, ALWAYS);
    }

    private static Where stored() {
        return new Where(Needs.WIRED_TIGER, ALWAYS);
    }

    private static StatusField gauge(String name, String path) {
        return gauge(name, any(ALWAYS), path);
    }

    private static StatusField gauge(String name, Where where, String... paths) {
        return new StatusField(name, Kind.GAUGE, 1, where, paths(paths));
    }

    private static StatusField counter(String name, Where where, String... paths) {
        return new StatusField(name, Kind.COUNTER, 1, where, paths(paths));
    }

    private static StatusField fact(String name, Where where, String... paths) {
        return new StatusField(name, Kind.FACT, 1, where, paths(paths));
    }

    /// No name of a field has a dot.
    private static List<List<String>> paths(String... dotted) {
        return Stream.of(dotted).map(path -> List.of(path.split("\\.", -1))).toList();
    }
}
