package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// Finds the main process of a service of this machine: by its unit, its PID file, or the port that
/// it listens on.
public final class ServiceProcess {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int PID_FILE_BYTES = 64;

    private final HostAccess host;
    private final Ticker ticker;

    public ServiceProcess(HostAccess host, Ticker ticker) {
        this.host = host;
        this.ticker = ticker;
    }

    /// The main process now; empty when there is none or it cannot be told.
    ///
    /// @param processes all processes of the machine, as [HostAccess#processes] gives them
    public OptionalLong find(Service service, List<ProcessFacts> processes)
            throws InterruptedException {
        if (service.control() instanceof ServiceControl.Systemd) {
            UnitState unit =
                    host.services().state(service.control(), Deadline.after(LIMIT, ticker));
            if (unit.mainPid() != null && unit.mainPid() > 0) {
                return OptionalLong.of(unit.mainPid());
            }
        }
        return switch (service.check()) {
            case CheckSpec.ProcessAlive alive -> byPidFile(alive);
            case CheckSpec.Tcp tcp -> byPort(tcp.host(), tcp.port(), processes);
            case CheckSpec.Database database ->
                    byPort(database.target().host(), database.target().port(), processes);
            case CheckSpec.Http http -> byPort(http.url().getHost(), httpPort(http), processes);
            case CheckSpec.Unit _, CheckSpec.Custom _, CheckSpec.HostFacts _ ->
                    OptionalLong.empty();
        };
    }

    private static int httpPort(CheckSpec.Http http) {
        int port = http.url().getPort();
        return port >= 0 ? port : http.url().getScheme().equals("https") ? 443 : 80;
    }

    private OptionalLong byPidFile(CheckSpec.ProcessAlive alive) {
        if (alive.pidFile() == null
                || !(host.readTail(alive.pidFile(), PID_FILE_BYTES)
                        instanceof FileReply.Content content)) {
            return OptionalLong.empty();
        }
        String first = content.text().lines().findFirst().orElse("").strip();
        return first.matches("\\d{1,10}") && host.process(Long.parseLong(first)).isPresent()
                ? OptionalLong.of(Long.parseLong(first))
                : OptionalLong.empty();
    }

    /// The listener whose parent does not listen there too: the server itself, not its workers.
    private static OptionalLong byPort(String address, int port, List<ProcessFacts> processes) {
        if (!loopback(address)) {
            return OptionalLong.empty();
        }
        List<ProcessFacts> listeners =
                processes.stream().filter(each -> listens(each, port)).toList();
        return listeners.stream()
                .filter(each -> listeners.stream().noneMatch(other -> other.pid() == each.parent()))
                .mapToLong(ProcessFacts::pid)
                .findFirst();
    }

    private static boolean listens(ProcessFacts process, int port) {
        return process.listening().stream()
                .anyMatch(
                        socket -> socket instanceof ListeningSocket.Tcp tcp && tcp.port() == port);
    }

    private static boolean loopback(String address) {
        return address.equals("localhost") || address.equals("::1") || address.startsWith("127.");
    }
}
