package io.caretaker.web.live;

import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.server.care.HealthBoard;
import java.util.List;

/// What people see of a database's health: without the numbers that differ each time.
///
/// @param score 0 to 100, 100 is best
/// @param alerts the metrics that are past their thresholds
public record HealthPicture(HealthStatus status, int score, List<String> alerts) {
    public HealthPicture {
        alerts = List.copyOf(alerts);
    }

    static HealthPicture of(HealthBoard.Health health) {
        return new HealthPicture(
                health.status(),
                health.score(),
                health.alerts().stream().map(HealthAlert::metric).toList());
    }
}
