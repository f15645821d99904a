package io.caretaker.mysql;

import io.caretaker.core.check.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is remembered of a server between two looks, whatever becomes of the connection.
/// Thread-safe, because a look that overran its time may still be at work when the next one begins.
final class Recollection {
    private static final double DAY_NANOS = 86_400e9;
    private static final double ENOUGH_FOR_A_DAY_NANOS = 1800e9;

    private final Counters counters = new Counters();
    private final OwnTables ownTables = new OwnTables();
    private final Heartbeats heartbeats = new Heartbeats();
    private final Map<String, LastHour> hourly = new TreeMap<>();
    private final Map<String, Rare> rare = new LinkedHashMap<>();
    private boolean begun;
    private @Nullable Size firstSize;

    private record Size(long nanos, double bytes) {}

    /// What is read more rarely than in every pass, or could not be read.
    private static final class Rare {
        private Map<String, Double> numbers = Map.of();
        private List<Map<String, @Nullable Object>> rows = List.of();
        private @Nullable String note;
        private long due;
    }

    /// Whether counters have been seen before.
    synchronized boolean begun() {
        return begun;
    }

    /// Takes the temporary tables of the looks themselves out of a status, see [OwnTables].
    synchronized void leaveOut(
            Session session, Map<String, String> own, Map<String, String> status) {
        ownTables.leaveOut(session, own, status);
    }

    /// The status of a pass, which is the one before from then on.
    synchronized Status take(Map<String, String> status, ServerFacts facts, long nanos) {
        counters.round(Math.max(0, Numbers.of(status.get("uptime"))), nanos);
        begun = true;
        Galera galera = Galera.of(status, counters);
        Metrics.Builder more = Metrics.builder();
        deadlocks(more, Numbers.of(status.get("innodb_deadlocks")), nanos);
        double refused = Numbers.of(status.get("connection_errors_max_connections"));
        if (!Double.isNaN(refused)) {
            more.put("refused_connections_per_hour", hour("refused").growth(nanos, refused));
        }
        return new Status(
                StatusMetrics.of(status, facts, counters).and(galera.metrics()).and(more.build()),
                galera.notice());
    }

    /// What the status of the same pass says of replicas that are waited for, see [SemiSync].
    synchronized Metrics semiSync(Map<String, String> status, ServerFacts facts, boolean replica) {
        return SemiSync.metrics(status, facts, replica, counters);
    }

    /// @param notice what needs attention
    record Status(Metrics metrics, @Nullable String notice) {}

    /// The numbers of the queries of the same pass, their counters turned into what has happened.
    synchronized Metrics take(Map<String, Double> numbers, long nanos) {
        Metrics.Builder metrics = Metrics.builder();
        numbers.forEach((name, value) -> {
            if (!name.startsWith(HealthQuery.SUM)) {
                metrics.put(name, value);
            }
        });
        deadlocks(metrics, numbers.getOrDefault("sum_deadlocks", Double.NaN), nanos);
        @Nullable Double statements = growth(numbers, "sum_statements");
        @Nullable Double seconds = growth(numbers, "sum_statement_seconds");
        if (statements != null && seconds != null && statements > 0) {
            metrics.put("query_time_s", seconds / statements);
        }
        @Nullable Double replicas = numbers.get("replicas");
        if (replicas != null) {
            double most = hour("replicas").most(nanos, replicas);
            metrics.put("lost_replicas", most - replicas);
        }
        return metrics.build();
    }

    synchronized Replication replication(
            List<Channel> channels, Map<String, Heartbeats.Life> lives, long nanos) {
        List<Channel> known =
                channels.stream()
                        .map(channel -> {
                            Heartbeats.Life life = lives.get(channel.name());
                            return life == null ? channel : channel.promising(life.everySeconds());
                        })
                        .toList();
        return Replication.of(known, heartbeats.silences(known, lives, nanos));
    }

    /// The growth of all tables, by sizes that were read at different times.
    synchronized Metrics growth(@Nullable Double bytes, long nanos) {
        if (bytes == null) {
            return Metrics.NONE;
        }
        Size first = firstSize;
        if (first == null || nanos - first.nanos > DAY_NANOS) {
            first = new Size(nanos, bytes);
            firstSize = first;
        }
        double passed = nanos - first.nanos;
        return passed < ENOUGH_FOR_A_DAY_NANOS
                ? Metrics.NONE
                : Metrics.builder()
                        .put(
                                "database_growth_bytes_per_day",
                                (bytes - first.bytes) / passed * DAY_NANOS)
                        .build();
    }

    synchronized boolean due(String name, long nanos) {
        Rare known = rare.get(name);
        return known == null || nanos - known.due >= 0;
    }

    /// @param rows of a table behind the metrics
    /// @param note what a person should know about a reading that failed or is incomplete
    synchronized void keep(
            String name,
            Map<String, Double> numbers,
            List<Map<String, @Nullable Object>> rows,
            @Nullable String note,
            long nextNanos) {
        Rare kept = rare.computeIfAbsent(name, _ -> new Rare());
        kept.numbers = Map.copyOf(numbers);
        kept.rows = List.copyOf(rows);
        kept.note = note;
        kept.due = nextNanos;
    }

    synchronized void lift(String name) {
        rare.remove(name);
    }

    synchronized Metrics kept() {
        Metrics.Builder metrics = Metrics.builder();
        rare.values().forEach(each -> each.numbers.forEach(metrics::put));
        return metrics.build();
    }

    synchronized List<Map<String, @Nullable Object>> rows(String name) {
        Rare known = rare.get(name);
        return known == null ? List.of() : known.rows;
    }

    synchronized List<String> notes() {
        var notes = new ArrayList<String>();
        for (Rare each : rare.values()) {
            if (each.note != null && !notes.contains(each.note)) {
                notes.add(each.note);
            }
        }
        return notes;
    }

    private void deadlocks(Metrics.Builder metrics, double total, long nanos) {
        metrics.put("deadlocks", total);
        if (!Double.isNaN(total)) {
            metrics.put("deadlocks_per_hour", hour("deadlocks").growth(nanos, total));
        }
    }

    private @Nullable Double growth(Map<String, Double> numbers, String name) {
        Double value = numbers.get(name);
        return value == null ? null : counters.growth(name, value);
    }

    private LastHour hour(String name) {
        return hourly.computeIfAbsent(name, _ -> new LastHour());
    }
}
