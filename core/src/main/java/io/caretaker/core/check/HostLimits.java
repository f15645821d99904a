package io.caretaker.core.check;

/// Limits for a host in percent; at or above is a warning, or critical. Load is per core.
public record HostLimits(
        double cpuWarning,
        double memoryWarning,
        double memoryCritical,
        double diskWarning,
        double diskCritical,
        double loadPerCoreWarning) {
    public static final HostLimits DEFAULT = new HostLimits(80, 85, 95, 85, 90, 4);
}
