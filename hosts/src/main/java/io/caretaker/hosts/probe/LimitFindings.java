package io.caretaker.hosts.probe;

import io.caretaker.core.check.HostLimits;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostFacts.Disk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which limits a host has reached. Pure.
///
/// @param summary the main figures, whatever they are
record LimitFindings(List<String> critical, List<String> warning, List<String> summary) {
    /// Logs of two hosts can no longer be laid side by side, and certificates begin to fail.
    private static final Duration CLOCK_WARNING = Duration.ofSeconds(60);

    private static final double NEVER = Double.POSITIVE_INFINITY;

    static LimitFindings of(HostFacts facts, HostLimits limits) {
        var findings = new LimitFindings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        // All disks that reach a limit are named, the fullest first; the summary has the fullest.
        facts.disks().stream()
                .sorted((one, other) -> Double.compare(other.usedPercent(), one.usedPercent()))
                .forEach(disk -> findings.disk(disk, limits));
        findings.limit(
                "memory", facts.memoryPercent(), limits.memoryWarning(), limits.memoryCritical());
        if (facts.cpuPercent() != null) {
            findings.limit("cpu", facts.cpuPercent(), limits.cpuWarning(), NEVER);
        }
        findings.load(facts, limits);
        findings.clock(facts);
        if (!facts.failedUnits().isEmpty()) {
            findings.warning.add("failed: " + String.join(", ", facts.failedUnits()));
        }
        return findings;
    }

    private void disk(Disk disk, HostLimits limits) {
        boolean fullest = summary.isEmpty();
        String said = "disk " + disk.mountPoint() + " " + percent(disk.usedPercent());
        judge(said, disk.usedPercent(), limits.diskWarning(), limits.diskCritical());
        if (fullest) {
            summary.add(said);
        }
        if (disk.inodesUsedPercent() != null) {
            double used = disk.inodesUsedPercent();
            String inodes = "inodes of " + disk.mountPoint() + " " + percent(used);
            judge(inodes, used, limits.diskWarning(), limits.diskCritical());
        }
    }

    private void limit(String what, double value, double warnAt, double criticalAt) {
        String said = what + " " + percent(value);
        summary.add(said);
        judge(said, value, warnAt, criticalAt);
    }

    private void load(HostFacts facts, HostLimits limits) {
        double perCore = facts.load5() / Math.max(1, facts.cores());
        String said =
                String.format(Locale.ROOT, "load %.2f on %d cores", facts.load5(), facts.cores());
        summary.add(said);
        judge(said, perCore, limits.loadPerCoreWarning(), NEVER);
    }

    private void clock(HostFacts facts) {
        Duration offset = facts.clockOffset();
        if (offset != null && offset.abs().compareTo(CLOCK_WARNING) >= 0) {
            String way = offset.isNegative() ? " behind" : " ahead";
            warning.add("clock " + offset.abs().toSeconds() + " s" + way);
        }
    }

    private void judge(String said, double value, double warnAt, double criticalAt) {
        if (value >= criticalAt) {
            critical.add(said);
        } else if (value >= warnAt) {
            warning.add(said);
        }
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.0f %%", Math.floor(value));
    }
}
