package io.caretaker.web.database;

import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthStatus;
import org.jspecify.annotations.Nullable;

/// The health of a database in a word, and how it looks. Pure.
///
/// @param look the class of the style: `good`, `doubt`, `bad` or `unknown`
public record HealthLook(String word, String look) {
    static final HealthLook UNSEEN = new HealthLook("Not looked at yet", "unknown");

    static HealthLook of(HealthReport report) {
        HealthStatus status = report.status();
        if (status == null) {
            return new HealthLook("Unknown", "unknown");
        }
        return report.reached() == null ? new HealthLook("Down", "bad") : of(status);
    }

    static HealthLook of(@Nullable HealthStatus status) {
        return switch (status) {
            case null -> new HealthLook("Good", "good");
            case HEALTHY -> new HealthLook("Healthy", "good");
            case WARNING -> new HealthLook("Warning", "doubt");
            case CRITICAL -> new HealthLook("Critical", "bad");
        };
    }

    /// The first things first.
    int rank() {
        return switch (look) {
            case "bad" -> 0;
            case "unknown" -> 1;
            case "doubt" -> 2;
            default -> 3;
        };
    }
}
