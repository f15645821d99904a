package io.caretaker.web.database;

import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Service;
import io.caretaker.web.page.When;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One database in the list. Pure.
///
/// @param place its environment and address
/// @param score 0 to 100, or empty
/// @param worst its worst alert, or why it cannot be worked with; empty when all is well
/// @param connections of how many; a dash when that is not known
/// @param at when it was looked at; null when it was not yet
public record DatabaseRow(
        String id,
        String label,
        String engine,
        String place,
        HealthLook health,
        String score,
        String worst,
        String connections,
        String lag,
        String version,
        @Nullable When at) {
    private static final String NOTHING = "–";

    static DatabaseRow of(
            Service service, DatabaseTarget target, @Nullable HealthReport report, Instant now) {
        DatabaseReply.Reached reached = report == null ? null : report.reached();
        return new DatabaseRow(
                service.id().value(),
                service.label(),
                target.engine().title(),
                service.environment() + ", " + target.address(),
                report == null ? HealthLook.UNSEEN : HealthLook.of(report),
                report == null || report.score() == null ? "" : String.valueOf(report.score()),
                report == null || report.healthy() ? "" : MetricText.sentence(report.message()),
                connections(report),
                lag(report),
                reached == null ? "" : reached.version(),
                report == null ? null : When.of(report.at(), now));
    }

    private static String connections(@Nullable HealthReport report) {
        Double used = value(report, "total_connections");
        Double most = value(report, "max_connections");
        if (used == null) {
            return NOTHING;
        }
        return MetricText.number(used) + (most == null ? "" : " of " + MetricText.number(most));
    }

    private static String lag(@Nullable HealthReport report) {
        Double lag = value(report, "replication_lag_s");
        return lag == null ? NOTHING : MetricText.value("replication_lag_s", lag);
    }

    private static @Nullable Double value(@Nullable HealthReport report, String metric) {
        return report == null ? null : report.metrics().get(metric);
    }
}
