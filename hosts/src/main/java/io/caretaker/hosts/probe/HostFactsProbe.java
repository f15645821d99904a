package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/// Holds a host's load against its limits. Thread-safe.
public final class HostFactsProbe implements Probe {
    private final Hosts hosts;

    public HostFactsProbe(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.HostFacts wanted)) {
            throw new IllegalArgumentException("not a host check: " + spec.method());
        }
        try {
            return judge(hosts.of(host).facts(deadline), wanted.limits());
        } catch (Problem e) {
            return ProbeReply.of(
                    new Outcome.Unknown(
                            "the host cannot be asked: " + Texts.oneLine(e.message()),
                            e.message()));
        }
    }

    static ProbeReply judge(HostFacts facts, HostLimits limits) {
        var findings = LimitFindings.of(facts, limits);
        String summary = String.join(", ", findings.summary());
        Outcome outcome =
                !findings.critical().isEmpty()
                        ? new Outcome.Down(
                                Fault.CRITICAL, String.join(", ", findings.critical()), summary)
                        : !findings.warning().isEmpty()
                                ? new Outcome.Warning(String.join(", ", findings.warning()))
                                : new Outcome.Up(summary);
        return new ProbeReply(outcome, metrics(facts));
    }

    static Metrics metrics(HostFacts facts) {
        var metrics = Metrics.builder();
        if (facts.cpuPercent() != null) {
            metrics.put("cpu_usage", facts.cpuPercent());
        }
        metrics.put("memory_usage", facts.memoryPercent());
        fullest(facts).ifPresent(disk -> metrics.put("disk_usage", disk.usedPercent()));
        metrics.put("swap_usage", swapPercent(facts))
                .put("load_1", facts.load1())
                .put("load_5", facts.load5())
                .put("load_15", facts.load15())
                .put("uptime_seconds", facts.uptimeSeconds())
                .put("failed_units", facts.failedUnits().size());
        if (facts.clockOffset() != null) {
            metrics.put("clock_offset_s", facts.clockOffset().toMillis() / 1000.0);
        }
        facts.disks().stream()
                .map(HostFacts.Disk::inodesUsedPercent)
                .filter(Objects::nonNull)
                .mapToDouble(Objects::requireNonNull)
                .max()
                .ifPresent(percent -> metrics.put("inodes_usage", percent));
        return metrics.build();
    }

    static Optional<HostFacts.Disk> fullest(HostFacts facts) {
        return facts.disks().stream().max(Comparator.comparingDouble(HostFacts.Disk::usedPercent));
    }

    private static double swapPercent(HostFacts facts) {
        long total = facts.swapTotalBytes();
        return total == 0 ? 0 : 100.0 * (total - facts.swapFreeBytes()) / total;
    }
}
