package io.caretaker.hosts.probe;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.hosts.ProcessLookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// One search for a process of one host.
///
/// @param here whether the host is the machine that caretaker itself runs on
record ProcessSearch(HostAccess host, boolean here, InstantSource clock, Deadline deadline) {

    ProbeReply byFile(String file) throws InterruptedException {
        return switch (host.readTail(file, 4096)) {
            case FileReply.Missing _ -> down("there is no PID file " + file);
            case FileReply.Denied denied ->
                    unknown("cannot read the PID file " + file, denied.reason());
            case FileReply.Content content -> byNumber(file, content.text());
        };
    }

    private ProbeReply byNumber(String file, String text) throws InterruptedException {
        String first = text.lines().findFirst().orElse("").strip();
        if (first.isEmpty()) {
            return down("the PID file " + file + " is empty");
        }
        if (!first.matches("[0-9]{1,10}")) {
            return unknown("the PID file " + file + " does not begin with a number", null);
        }
        long pid = Long.parseLong(first);
        var process = ProcessLookup.of(host).processWithoutSockets(pid);
        if (process.isEmpty()) {
            return down("the PID file " + file + " is stale: no process " + pid);
        }
        return PidFiles.older(host, here, file, process.get(), deadline)
                ? down("the PID file " + file + " is stale: " + pid + " is another process now")
                : up(List.of(process.get()), "process " + pid + " runs");
    }

    ProbeReply byMatch(String regex) throws InterruptedException {
        try {
            var pattern = Pattern.compile(regex);
            var caretaker = Caretakers.of(ProcessLookup.of(host).processesWithoutSockets(), here);
            List<ProcessFacts> found =
                    caretaker.others().stream()
                            .filter(process -> matches(pattern, process))
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

    private boolean matches(Pattern pattern, ProcessFacts process) {
        String commandLine = String.join(" ", process.arguments());
        return pattern.matcher(new ImpatientText(commandLine, deadline)).find();
    }

    private ProbeReply up(List<ProcessFacts> found, String message) throws InterruptedException {
        double resident = ResidentMemory.bytes(host, here, found, deadline);
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
