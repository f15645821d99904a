package io.caretaker.core.host;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sample of a host's load. Percentages are 0 to 100.
///
/// @param cpuPercent busy share since the sample before; null on the first sample
/// @param load1 load average over 1 minute; `load5` and `load15` likewise
/// @param disks real file systems, largest share used first
/// @param clockOffset how far the host's clock is ahead of this machine's; null where it is the
///   same clock or not known
/// @param failedUnits services that the service manager calls failed; empty where it cannot say
public record HostFacts(
        int cores,
        @Nullable Double cpuPercent,
        long memoryTotalBytes,
        long memoryAvailableBytes,
        long swapTotalBytes,
        long swapFreeBytes,
        double load1,
        double load5,
        double load15,
        double uptimeSeconds,
        List<Disk> disks,
        @Nullable Duration clockOffset,
        List<String> failedUnits) {
    public HostFacts {
        disks = List.copyOf(disks);
        failedUnits = List.copyOf(failedUnits);
    }

    /// Share of memory that is not available to programs.
    public double memoryPercent() {
        return memoryTotalBytes == 0
                ? 0
                : 100.0 * (memoryTotalBytes - memoryAvailableBytes) / memoryTotalBytes;
    }

    /// A mounted file system.
    ///
    /// @param usedPercent as `df` shows it: used of what an ordinary user could use
    /// @param inodesUsedPercent null where the file system has no fixed number
    public record Disk(
            String mountPoint,
            long totalBytes,
            long availableBytes,
            double usedPercent,
            @Nullable Double inodesUsedPercent) {}
}
