package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Finds the main process of a service: by its unit, its PID file, or the port that it listens on.
/// Thread-safe.
public final class ServiceProcess {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int PID_FILE_BYTES = 64;

    private final Hosts hosts;
    private final Ticker ticker;

    public ServiceProcess(Hosts hosts, Ticker ticker) {
        this.hosts = hosts;
        this.ticker = ticker;
    }

    /// The main process now; empty when there is none or it cannot be told.
    ///
    /// @param processes all processes of the host, as [HostAccess#processes] gives them; asked only
    ///   when nothing cheaper tells
    public OptionalLong find(Service service, Host home, Supplier<List<ProcessFacts>> processes)
            throws InterruptedException {
        HostAccess host = hosts.of(home);
        if (service.control() instanceof ServiceControl.Systemd) {
            UnitState unit = host.report(service.control(), Deadline.after(LIMIT, ticker)).unit();
            if (unit.mainPid() != null && unit.mainPid() > 0) {
                return OptionalLong.of(unit.mainPid());
            }
        }
        if (service.check() instanceof CheckSpec.ProcessAlive alive) {
            return byPidFile(alive, host);
        }
        String address = Addresses.of(service.check());
        return address != null && Addresses.itself(address, home)
                ? byPort(Addresses.port(service.check()), processes.get())
                : OptionalLong.empty();
    }

    private static OptionalLong byPidFile(CheckSpec.ProcessAlive alive, HostAccess host) {
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
    private static OptionalLong byPort(int port, List<ProcessFacts> processes) {
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
}
