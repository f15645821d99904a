package io.caretaker.hosts.probe;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.util.ArrayList;
import java.util.List;

/// How much memory processes hold.
final class ResidentMemory {
    private ResidentMemory() {}

    /// The sum; those that have ended meanwhile hold none. Elsewhere in one round trip for all.
    static double bytes(
            HostAccess host, boolean here, List<ProcessFacts> processes, Deadline deadline)
            throws InterruptedException {
        return here
                ? processes.stream().mapToDouble(process -> local(host, process)).sum()
                : remote(host, processes, deadline);
    }

    private static double local(HostAccess host, ProcessFacts process) {
        return host.readTail(status(process), 16 * 1024) instanceof FileReply.Content content
                ? sum(content.text())
                : 0;
    }

    private static double remote(HostAccess host, List<ProcessFacts> processes, Deadline deadline)
            throws InterruptedException {
        var line = new ArrayList<>(List.of("grep", "-h", "^VmRSS:"));
        processes.forEach(process -> line.add(status(process)));
        return host.run(Command.of(line), deadline) instanceof Exited exited
                ? sum(exited.output())
                : 0;
    }

    private static String status(ProcessFacts process) {
        return "/proc/" + process.pid() + "/status";
    }

    /// In kilobytes in the status file; the page size is not asked.
    private static double sum(String text) {
        return text.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> List.of(line.split("\\s+", -1)))
                .mapToDouble(fields -> Double.parseDouble(fields.get(1)) * 1024)
                .sum();
    }
}
