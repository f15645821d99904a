package io.caretaker.hosts.probe;

import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import java.util.List;

/// How much memory a process holds.
final class ResidentMemory {
    private ResidentMemory() {}

    /// 0 when it has ended meanwhile. In kilobytes in its status file; the page size is not asked.
    static double bytes(HostAccess host, ProcessFacts process) {
        return host.readTail("/proc/" + process.pid() + "/status", 16 * 1024)
                        instanceof FileReply.Content content
                ? content.text()
                        .lines()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> List.of(line.split("\\s+", -1)))
                        .mapToDouble(fields -> Double.parseDouble(fields.get(1)) * 1024)
                        .sum()
                : 0;
    }
}
