package io.caretaker.core.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a metric is a warning, and when critical. At the number itself it already is.
///
/// @param warning null never warns
/// @param critical null is never critical
/// @param below whether small values are the bad ones
/// @param hold how long the value must have been bad before there is an alert, 0 to 1 day
/// @param hysteresisPercent how far the value must come back past the threshold before the alert is
///   over, 0 to 100
public record Threshold(
        @Nullable Double warning,
        @Nullable Double critical,
        boolean below,
        Duration hold,
        double hysteresisPercent) {
    public static final double USUAL_HYSTERESIS = 10;

    public Threshold {
        if (hold.isNegative() || hold.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("for_sec must be 0 to 86400");
        }
        if (!(hysteresisPercent >= 0 && hysteresisPercent <= 100)) {
            throw new IllegalArgumentException("hysteresis_percent must be 0 to 100");
        }
        if (warning != null
                && critical != null
                && (below ? critical > warning : critical < warning)) {
            throw new IllegalArgumentException(
                    "critical must not be reached before warning, but is "
                            + critical
                            + " with a warning at "
                            + warning);
        }
    }

    public static Threshold above(double warning, double critical) {
        return new Threshold(warning, critical, false, Duration.ZERO, USUAL_HYSTERESIS);
    }

    public static Threshold below(double warning, double critical) {
        return new Threshold(warning, critical, true, Duration.ZERO, USUAL_HYSTERESIS);
    }

    public Threshold holding(Duration newHold) {
        return new Threshold(warning, critical, below, newHold, hysteresisPercent);
    }

    /// How bad a value is.
    public HealthStatus of(double value) {
        if (reached(value, critical)) {
            return HealthStatus.CRITICAL;
        }
        return reached(value, warning) ? HealthStatus.WARNING : HealthStatus.HEALTHY;
    }

    /// How bad a value is that was as bad as `before`: it gets better only past the hysteresis.
    public HealthStatus of(double value, HealthStatus before) {
        HealthStatus now = of(value);
        if (now.compareTo(before) >= 0) {
            return now;
        }
        boolean stillCritical = before == HealthStatus.CRITICAL && held(value, critical);
        if (stillCritical) {
            return HealthStatus.CRITICAL;
        }
        return now == HealthStatus.HEALTHY && held(value, warning) ? HealthStatus.WARNING : now;
    }

    /// The number that was reached; null for [HealthStatus#HEALTHY].
    public @Nullable Double limit(HealthStatus status) {
        return switch (status) {
            case HEALTHY -> null;
            case WARNING -> warning;
            case CRITICAL -> critical;
        };
    }

    private boolean reached(double value, @Nullable Double limit) {
        return limit != null && (below ? value <= limit : value >= limit);
    }

    private boolean held(double value, @Nullable Double limit) {
        if (limit == null) {
            return false;
        }
        double margin = Math.abs(limit) * hysteresisPercent / 100;
        return below ? value < limit + margin : value > limit - margin;
    }
}
