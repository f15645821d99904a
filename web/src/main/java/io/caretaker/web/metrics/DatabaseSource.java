package io.caretaker.web.metrics;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.MetricCatalogue;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.care.HealthBoard;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// How databases are.
final class DatabaseSource implements Source {
    private static final Family SCORE =
            Family.gauge(
                    DatabaseMetric.PREFIX + "health_score",
                    "health: 100 is best, each warning costs 10, each critical alert 25",
                    Places.SERVICE);
    private static final Family STATUS =
            Family.gauge(
                    DatabaseMetric.PREFIX + "health_status",
                    "health: 0 healthy, 1 warning, 2 critical",
                    Places.SERVICE);
    private static final Family ALERTS =
            Family.gauge(
                    DatabaseMetric.PREFIX + "health_alerts",
                    "metrics that are past their thresholds",
                    Places.SERVICE);
    private static final Family LOOKED_AT =
            Family.gauge(
                    DatabaseMetric.PREFIX + "last_examined_timestamp_seconds",
                    "when the database's health was looked at last",
                    Places.SERVICE);
    private static final SequencedMap<String, DatabaseMetric> METRICS = metrics();

    private final HealthBoard health;
    private final Places places;

    DatabaseSource(HealthBoard health, Places places) {
        this.health = health;
        this.places = places;
    }

    private static SequencedMap<String, DatabaseMetric> metrics() {
        var all = new LinkedHashMap<String, DatabaseMetric>();
        for (MetricCatalogue.Group group : MetricCatalogue.groups()) {
            group.meanings().forEach((metric, meaning) -> put(all, metric, meaning));
        }
        return Collections.unmodifiableSequencedMap(all);
    }

    /// What has the meaning of another is read as that.
    private static void put(
            SequencedMap<String, DatabaseMetric> all, String metric, String meaning) {
        DatabaseMetric made = DatabaseMetric.of(metric, meaning);
        DatabaseMetric same = made.alias() == null ? null : all.get(made.alias());
        all.put(
                metric,
                same == null
                        ? made
                        : new DatabaseMetric(metric, same.family(), made.factor(), made.alias()));
    }

    /// Every metric that is told, by the name that it has in caretaker.
    static SequencedMap<String, DatabaseMetric> all() {
        return METRICS;
    }

    /// All that it may ever tell.
    static List<Family> families() {
        return Stream.concat(
                        Stream.of(SCORE, STATUS, ALERTS, LOOKED_AT),
                        METRICS.values().stream().map(DatabaseMetric::family).distinct())
                .toList();
    }

    @Override
    public void collect(Samples samples) {
        for (Places.OfService place : places.now().services()) {
            Service service = place.service();
            health.health(service.id()).ifPresent(known -> collect(known, place.labels(), samples));
        }
    }

    private static void collect(HealthBoard.Health known, Labels labels, Samples samples) {
        samples.add(SCORE, labels, known.score());
        samples.add(STATUS, labels, level(known.status()));
        samples.add(ALERTS, labels, known.alerts().size());
        samples.add(LOOKED_AT, labels, known.at());
        Metrics metrics = known.metrics();
        metrics.values()
                .forEach((name, value) -> {
                    DatabaseMetric metric = METRICS.get(name);
                    if (metric != null && !toldAlready(metric, metrics)) {
                        samples.add(metric.family(), labels, value * metric.factor());
                    }
                });
    }

    private static boolean toldAlready(DatabaseMetric metric, Metrics metrics) {
        return metric.alias() != null && metrics.get(metric.alias()) != null;
    }

    private static double level(HealthStatus status) {
        return switch (status) {
            case HEALTHY -> 0;
            case WARNING -> 1;
            case CRITICAL -> 2;
        };
    }
}
