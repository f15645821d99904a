package io.caretaker.mongodb;

import io.caretaker.core.check.Metrics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes metrics of a sample, in the light of the one before it. Pure.
///
/// Source: MongoDB Manual, "serverStatus" (4.2 to 8.0); WiredTiger, "Statistics".
final class StatusMetrics {
    /// Counters whose rate has their own name.
    private static final List<String> RATED =
            List.of(
                    "new_sessions",
                    "inserts",
                    "finds",
                    "updates",
                    "deletes",
                    "getmores",
                    "commands",
                    "documents_inserted",
                    "documents_updated",
                    "documents_deleted",
                    "keys_examined",
                    "documents_examined",
                    "collection_scans",
                    "sorts_in_memory",
                    "write_conflicts",
                    "ttl_deleted",
                    "user_assertions",
                    "page_faults",
                    "network_in_bytes",
                    "network_out_bytes",
                    "cache_pages_read",
                    "cache_pages_written",
                    "cache_evictions_by_clients");

    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    /// A look at fewer documents than this in a while says nothing about indexes.
    private static final double ENOUGH_DOCUMENTS = 1000;

    private final StatusSample now;
    private final @Nullable StatusSample before;
    private final Metrics.Builder metrics = Metrics.builder();

    private StatusMetrics(StatusSample now, @Nullable StatusSample before) {
        this.now = now;
        this.before = before;
    }

    /// @param wallClock seconds since 1970
    static Metrics of(StatusSample now, @Nullable StatusSample before, double wallClock) {
        var made = new StatusMetrics(now, before);
        now.gauges().forEach(made.metrics::put);
        made.clients();
        made.cache();
        made.tickets();
        made.metrics
                .put("checkpoint_time_s", now.fact("checkpoint_millis") / THOUSAND)
                .put("certificate_days_left", (now.fact("certificate_ends") - wallClock) / 86_400);
        if (before != null && now.at() > before.at()) {
            made.rates();
            made.latencies();
        }
        return made.metrics.build();
    }

    /// Drivers keep a connection open on which they wait for news of the set; it counts as active.
    private void clients() {
        double current = now.gauge("connections");
        double limit = current + now.gauge("connections_available");
        double waiting =
                known(now.fact("connections_exhaust_hello"))
                        + known(now.fact("connections_exhaust_is_master"));
        double active = Math.max(0, now.fact("connections_active") - waiting);
        metrics.put("total_connections", current)
                .put("max_connections", limit)
                .put("connection_usage_percent", 100 * current / limit)
                .put("active_connections", active)
                .put("waiting_connections", waiting)
                .put("idle_connections", Math.max(0, current - waiting - active));
    }

    private void cache() {
        double limit = now.fact("cache_limit");
        double hits = hitRatio();
        metrics.put("cache_usage_percent", 100 * now.fact("cache_bytes") / limit)
                .put("cache_dirty_percent", 100 * now.fact("cache_dirty") / limit)
                .put("cache_size_bytes", limit)
                .put("cache_hit_ratio", hits)
                .put("buffer_pool_hit_ratio", hits);
    }

    /// Percent of the pages that were in the cache already, since the sample before, or since the
    /// start when there is none or nothing was asked for.
    private double hitRatio() {
        double requested = before == null ? 0 : growth("cache_pages_requested");
        double read = before == null ? 0 : growth("cache_pages_read");
        boolean since = requested > 0 && read >= 0;
        return hits(
                since ? requested : now.counter("cache_pages_requested"),
                since ? read : now.counter("cache_pages_read"));
    }

    /// A page that is read before it was asked for makes more reads than requests.
    private static double hits(double requested, double read) {
        double ratio = 100 * (1 - read / requested);
        return Double.isFinite(ratio) ? Math.clamp(ratio, 0, 100) : Double.NaN;
    }

    private void tickets() {
        for (String kind : List.of("read", "write")) {
            metrics.put(
                    kind + "_tickets_used_percent",
                    100 * now.fact(kind + "_tickets_used") / now.fact(kind + "_tickets_total"));
        }
    }

    private void rates() {
        RATED.forEach(counter -> metrics.put(counter + "_per_second", rate(growth(counter))));
        double operations = sum("inserts", "finds", "updates", "deletes", "getmores", "commands");
        double replicated =
                sum(
                        "replicated_inserts",
                        "replicated_updates",
                        "replicated_deletes",
                        "replicated_commands");
        double ended = sum("transactions_committed", "transactions_aborted");
        double aborted = growth("transactions_aborted");
        double returned = growth("documents_returned");
        double examined = growth("documents_examined");
        // Updates and deletions look at documents too, and return none.
        double used =
                returned + known(growth("documents_updated")) + known(growth("documents_deleted"));
        metrics.put("queries_per_second", rate(operations))
                .put("replicated_operations_per_second", rate(replicated))
                .put("transactions_per_second", rate(ended))
                .put("rollbacks_per_second", rate(aborted))
                .put("rollback_percent", 100 * aborted / ended)
                .put("rows_fetched_per_second", rate(returned))
                .put(
                        "rows_written_per_second",
                        rate(sum("documents_inserted", "documents_updated", "documents_deleted")))
                .put(
                        "examined_per_returned",
                        examined >= ENOUGH_DOCUMENTS ? examined / Math.max(1, used) : Double.NaN);
    }

    private void latencies() {
        double micros = sum("read_micros", "write_micros");
        metrics.put("query_time_s", micros / sum("reads", "writes") / MILLION)
                .put("read_latency_ms", mean("read_micros", "reads"))
                .put("write_latency_ms", mean("write_micros", "writes"))
                .put("command_latency_ms", mean("command_micros", "commands_timed"))
                .put("read_time_ms", mean("client_page_read_micros", "client_page_reads"))
                .put("journal_sync_time_ms", mean("journal_sync_micros", "journal_syncs"));
    }

    private double mean(String micros, String count) {
        return growth(micros) / growth(count) / THOUSAND;
    }

    private double sum(String... counters) {
        double sum = 0;
        for (String counter : counters) {
            sum += growth(counter);
        }
        return sum;
    }

    private double growth(String counter) {
        return before == null ? Double.NaN : now.growth(counter, before);
    }

    private double rate(double growth) {
        return before == null ? Double.NaN : growth / (now.at() - before.at());
    }

    private static double known(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
