package io.caretaker.core.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A sample of a host's load. Percentages are 0 to 100.
///
/// @param cpuPercent busy share since the sample before; null on the first sample
/// @param load1 load average over 1 minute; `load5` and `load15` likewise
/// @param disks real file systems, largest share used first
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
        List<Disk> disks) {
    public HostFacts {
        disks = List.copyOf(disks);
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
