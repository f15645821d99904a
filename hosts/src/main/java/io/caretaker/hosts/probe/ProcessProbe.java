package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.hosts.local.LocalHost;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Looks for a process of this machine by its PID file or its command line. Thread-safe.
public final class ProcessProbe implements Probe {
    private final LocalHost host;
    private final InstantSource clock;

    public ProcessProbe(LocalHost host, InstantSource clock) {
        this.host = host;
        this.clock = clock;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline) {
        if (!(spec instanceof CheckSpec.ProcessAlive wanted)) {
            throw new IllegalArgumentException("not a process check: " + spec.method());
        }
        return wanted.pidFile() != null
                ? byFile(wanted.pidFile())
                : byMatch(String.valueOf(wanted.match()), deadline);
    }

    private ProbeReply byFile(String file) {
        return switch (host.readTail(file, 4096)) {
            case FileReply.Missing _ -> down("there is no PID file " + file);
            case FileReply.Denied denied ->
                    unknown("cannot read the PID file " + file, denied.reason());
            case FileReply.Content content -> byNumber(file, content.text());
        };
    }

    private ProbeReply byNumber(String file, String text) {
        String first = text.lines().findFirst().orElse("").strip();
        if (first.isEmpty()) {
            return down("the PID file " + file + " is empty");
        }
        if (!first.matches("[0-9]{1,10}")) {
            return unknown("the PID file " + file + " does not begin with a number", null);
        }
        long pid = Long.parseLong(first);
        var process = host.processWithoutSockets(pid);
        if (process.isEmpty()) {
            return down("the PID file " + file + " is stale: no process " + pid);
        }
        return PidFiles.older(file, process.get())
                ? down("the PID file " + file + " is stale: " + pid + " is another process now")
                : up(List.of(process.get()), "process " + pid + " runs");
    }

    private ProbeReply byMatch(String regex, Deadline deadline) {
        try {
            var pattern = Pattern.compile(regex);
            var caretaker = Caretakers.of(host.processesWithoutSockets());
            List<ProcessFacts> found =
                    caretaker.others().stream()
                            .filter(process -> matches(pattern, process, deadline))
                            .toList();
            return found.isEmpty()
                    ? down("no process matches " + regex)
                    : up(found, found.size() + " processes match " + regex);
        } catch (PatternSyntaxException e) {
            return unknown("the regular expression is not valid", e.getMessage());
        } catch (ImpatientText.OutOfTime _) {
            return unknown("the regular expression takes too long", regex);
        }
    }

    private static boolean matches(Pattern pattern, ProcessFacts process, Deadline deadline) {
        String commandLine = String.join(" ", process.arguments());
        return pattern.matcher(new ImpatientText(commandLine, deadline)).find();
    }

    private ProbeReply up(List<ProcessFacts> found, String message) {
        double resident =
                found.stream().mapToDouble(process -> ResidentMemory.bytes(host, process)).sum();
        var metrics = Metrics.builder().put("count", found.size()).put("rss_bytes", resident);
        found.stream()
                .map(ProcessFacts::startedAt)
                .min(Instant::compareTo)
                .ifPresent(start -> metrics.put("uptime_seconds", secondsSince(start)));
        return new ProbeReply(new Outcome.Up(message), metrics.build());
    }

    private double secondsSince(Instant start) {
        return Math.max(0, Duration.between(start, clock.instant()).toMillis() / 1000.0);
    }

    private static ProbeReply down(String message) {
        return new ProbeReply(
                new Outcome.Down(Fault.NOT_RUNNING, message, null),
                Metrics.builder().put("count", 0).build());
    }

    private static ProbeReply unknown(String message, @Nullable String details) {
        return ProbeReply.of(new Outcome.Unknown(message, details));
    }
}
