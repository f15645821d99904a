package io.caretaker.core.health;

import java.time.Instant;

/// A metric that is past its threshold.
///
/// @param threshold the number that was reached
/// @param severity [HealthStatus#WARNING] or [HealthStatus#CRITICAL]
/// @param message one plain sentence with the number and what it means
/// @param since when it became past the threshold
public record HealthAlert(
        String metric,
        double value,
        double threshold,
        HealthStatus severity,
        String message,
        Instant since) {
    public HealthAlert {
        if (severity == HealthStatus.HEALTHY) {
            throw new IllegalArgumentException("an alert is a warning or critical");
        }
    }
}
