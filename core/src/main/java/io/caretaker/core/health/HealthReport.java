package io.caretaker.core.health;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What one look at a database's health came to.
///
/// @param target the server as its service names it
/// @param alerts the worst first
/// @param hint what a person should know of a failure, or null
public record HealthReport(
        Service service,
        DatabaseTarget target,
        DatabaseReply reply,
        List<HealthAlert> alerts,
        @Nullable String hint,
        Instant at,
        Duration took) {
    /// The metric that says whether the server could be worked with at all.
    public static final String REACHABLE = "reachable";

    public HealthReport {
        alerts = List.copyOf(alerts);
    }

    /// Judges what a server answered by the service's own thresholds.
    public static HealthReport of(
            Service service,
            DatabaseTarget target,
            DatabaseReply reply,
            @Nullable String hint,
            Instant at,
            Duration took) {
        List<HealthAlert> alerts =
                switch (reply) {
                    case DatabaseReply.Reached reached ->
                            HealthRules.once(reached.metrics(), service.care().thresholds(), at);
                    case DatabaseReply.Refused(Fault fault, String message, _) ->
                            fault == Fault.AUTHENTICATION
                                    ? List.of()
                                    : List.of(
                                            new HealthAlert(
                                                    REACHABLE,
                                                    0,
                                                    1,
                                                    HealthStatus.CRITICAL,
                                                    message,
                                                    at));
                    case DatabaseReply.Unknown _ -> List.of();
                };
        return new HealthReport(service, target, reply, alerts, hint, at, took);
    }

    /// Null when it could not be found out, by a fault of our own or a refused log-in.
    public @Nullable HealthStatus status() {
        return judged() ? HealthRules.status(alerts) : null;
    }

    /// 0 to 100, 0 for a server that cannot be worked with; null when it could not be found out.
    public @Nullable Integer score() {
        if (!judged()) {
            return null;
        }
        return reached() == null ? 0 : HealthRules.score(alerts);
    }

    private boolean judged() {
        return reached() != null || !alerts.isEmpty();
    }

    /// Whether the server answered at all, also with a refusal of the log-in; null when that is not
    /// known.
    public @Nullable Boolean reachable() {
        return switch (reply) {
            case DatabaseReply.Reached _ -> true;
            case DatabaseReply.Refused refused -> refused.fault() == Fault.AUTHENTICATION;
            case DatabaseReply.Unknown _ -> null;
        };
    }

    /// What the server said of itself; null when it did not come to that.
    public DatabaseReply.@Nullable Reached reached() {
        return reply instanceof DatabaseReply.Reached reached ? reached : null;
    }

    public boolean healthy() {
        return status() == HealthStatus.HEALTHY;
    }

    /// What was read; nothing when the server could not be worked with.
    public Metrics metrics() {
        DatabaseReply.Reached reached = reached();
        return reached == null ? Metrics.NONE : reached.metrics();
    }

    /// The tables behind the metrics, where they were asked for.
    public List<Detail> details() {
        DatabaseReply.Reached reached = reached();
        return reached == null ? List.of() : reached.details();
    }

    /// What the metrics are judged by.
    public Thresholds thresholds() {
        return service.care().thresholds();
    }

    /// What could not be seen, and what would help.
    public List<String> notes() {
        var notes = new ArrayList<String>();
        if (hint != null) {
            notes.add(hint);
        }
        DatabaseReply.Reached reached = reached();
        if (reached != null) {
            notes.addAll(reached.notes());
        }
        return notes;
    }

    /// `healthy`, `warning`, `critical` or `unknown`.
    public String word() {
        HealthStatus status = status();
        return status == null ? "unknown" : status.name().toLowerCase(Locale.ROOT);
    }

    /// One plain sentence.
    public String message() {
        return switch (reply) {
            case DatabaseReply.Reached _ when alerts.isEmpty() -> "no metric is past its threshold";
            case DatabaseReply.Reached _ -> alerts.getFirst().message() + more();
            case DatabaseReply.Refused(Fault fault, String message, _) ->
                    fault == Fault.AUTHENTICATION
                            ? "the server lives and refuses the log-in: " + message
                            : message;
            case DatabaseReply.Unknown unknown -> unknown.message();
        };
    }

    private String more() {
        int others = alerts.size() - 1;
        return others == 0 ? "" : " (and " + others + " more alert" + (others == 1 ? ")" : "s)");
    }
}
