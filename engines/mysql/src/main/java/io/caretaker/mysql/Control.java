package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out how a server can be started again: its unit, its init script, or its own command.
final class Control {
    private static final Pattern UNIT_NAME =
            Pattern.compile("(mysql|mysqld|mariadb|percona)([@-].*)?\\.service");
    private static final String SYSTEM_DIRECTORY = "/var/lib/mysql";
    private static final List<String> SCRIPTS = List.of("mariadb", "mysql", "mysqld");

    private Control() {}

    static ServiceControl of(StartFacts start, HostAccess host) {
        String unit = start.process().unit();
        if (unit != null && owns(unit, start.process(), host)) {
            return new ServiceControl.Systemd(unit);
        }
        return script(start, host)
                .map(ServiceControl.class::cast)
                .orElseGet(() -> own(start, host));
    }

    /// Whether it is the server that the machine's packages run.
    static boolean systemsOwn(StartFacts start) {
        return SYSTEM_DIRECTORY.equals(start.dataDirectory());
    }

    /// A server started by hand belongs to the control group of somebody's log-in or shell, and
    /// restarting that unit would be a disaster: only a unit whose main process this is (or its
    /// `mysqld_safe`) counts, or, where the manager does not say, one that is called like a server.
    private static boolean owns(String unit, ProcessFacts process, HostAccess host) {
        Long mainPid = mainPid(unit, host);
        return (mainPid == null || mainPid == 0)
                ? UNIT_NAME.matcher(unit).matches()
                : mainPid == process.pid() || (mainPid == process.parent() && mainPid > 1);
    }

    private static @Nullable Long mainPid(String unit, HostAccess host) {
        try {
            Deadline deadline = Deadline.after(Duration.ofSeconds(5), System::nanoTime);
            return host.services().state(new ServiceControl.Systemd(unit), deadline).mainPid();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private static Optional<ServiceControl.SysV> script(StartFacts start, HostAccess host) {
        return systemsOwn(start)
                ? SCRIPTS.stream()
                        .filter(name -> OptionFiles.exists("/etc/init.d/" + name, host))
                        .map(ServiceControl.SysV::new)
                        .findFirst()
                : Optional.empty();
    }

    /// The command it was started with, in a session of its own because a server started directly
    /// stays in the foreground; or the `mysqld_safe` that watches over it.
    private static ServiceControl own(StartFacts start, HostAccess host) {
        ProcessFacts process = start.process();
        ProcessFacts starter = host.process(process.parent()).filter(Control::safe).orElse(process);
        String executable = starter.executable();
        if (executable == null || executable.endsWith(" (deleted)")) {
            return new ServiceControl.None();
        }
        var command = new ArrayList<>(List.of("setsid", "-f", executable));
        starter.arguments().stream().skip(1).forEach(command::add);
        if (starter.equals(process)) {
            logging(start).forEach(command::add);
        }
        return new ServiceControl.Commands(
                command, stop(start, host), List.of(), List.of(), starter.user());
    }

    private static boolean safe(ProcessFacts process) {
        return process.arguments().stream()
                .limit(2)
                .anyMatch(argument ->
                        argument.endsWith("/mysqld_safe") || argument.endsWith("/mariadbd-safe"));
    }

    /// A server that wrote to its terminal would now write to nowhere.
    private static Stream<String> logging(StartFacts start) {
        String directory = start.dataDirectory();
        return start.options().has("log-error") || directory == null
                ? Stream.of()
                : Stream.of("--log-error=" + LogFiles.ownFile(directory));
    }

    /// Ends the process that the PID file names, if its program is this one: a stale file, or a
    /// number taken over by another program, harms nobody. `start-stop-daemon` waits for the end;
    /// where it is missing, `pkill` does not, and the next start waits for the data files' lock.
    /// Without a PID file that names this very process there is no stop.
    private static List<String> stop(StartFacts start, HostAccess host) {
        String executable = start.process().executable();
        String file = pidFile(start, host);
        if (file == null || executable == null) {
            return List.of();
        }
        if (OptionFiles.exists("/sbin/start-stop-daemon", host)) {
            return List.of(
                    "/sbin/start-stop-daemon",
                    "--stop",
                    "--pidfile",
                    file,
                    "--exec",
                    executable,
                    "--retry",
                    "TERM/120");
        }
        return List.of("pkill", "-TERM", "--pidfile", file, "-x", "mariadbd|mysqld");
    }

    private static @Nullable String pidFile(StartFacts start, HostAccess host) {
        String directory = start.dataDirectory();
        String byDefault =
                directory == null ? null : directory + "/" + LogFiles.hostname(host) + ".pid";
        String log = LogFiles.configured(start);
        String besideLog = log == null ? null : log.replaceFirst("\\.[^./]*$", "") + ".pid";
        return Stream.of(start.path("pid-file"), besideLog, byDefault)
                .filter(Objects::nonNull)
                .filter(path -> names(path, start.process().pid(), host))
                .findFirst()
                .orElse(null);
    }

    private static boolean names(String path, long pid, HostAccess host) {
        return host.readTail(path, 64) instanceof FileReply.Content content
                && content.text().strip().equals(Long.toString(pid));
    }
}
