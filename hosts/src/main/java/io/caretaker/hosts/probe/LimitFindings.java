package io.caretaker.hosts.probe;

import io.caretaker.core.check.HostLimits;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.HostFacts.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Which limits a host has reached. Pure.
///
/// @param summary the main figures, whatever they are
record LimitFindings(List<String> critical, List<String> warning, List<String> summary) {
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
