package io.caretaker.mongodb;

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
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out how a `mongod` can be started again: its unit, its init script, or its own command.
final class Control {
    private static final Pattern UNIT_NAME =
            Pattern.compile("(mongod|mongodb|percona-server-mongodb)([@-].*)?\\.service");
    private static final Set<String> SYSTEM_DIRECTORIES =
            Set.of("/var/lib/mongodb", "/var/lib/mongo");
    private static final List<String> SCRIPTS = List.of("mongod", "mongodb");

    private Control() {}

    static ServiceControl of(
            ProcessFacts process, MongodOptions options, String dataDirectory, HostAccess host) {
        String unit = process.unit();
        if (unit != null && owns(unit, process, host)) {
            return new ServiceControl.Systemd(unit);
        }
        Optional<String> script =
                SYSTEM_DIRECTORIES.contains(dataDirectory)
                        ? SCRIPTS.stream()
                                .filter(name -> exists("/etc/init.d/" + name, host))
                                .findFirst()
                        : Optional.empty();
        return script.<ServiceControl>map(ServiceControl.SysV::new)
                .orElseGet(() -> own(process, options, dataDirectory, host));
    }

    /// Only a unit whose main process this is counts, or, where the manager does not say, one that
    /// is called like a server: a `mongod` started by hand belongs to the unit of somebody's
    /// log-in.
    private static boolean owns(String unit, ProcessFacts process, HostAccess host) {
        Long mainPid = mainPid(unit, host);
        return (mainPid == null || mainPid == 0)
                ? UNIT_NAME.matcher(unit).matches()
                : mainPid == process.pid();
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

    /// Its own command: `mongod` puts itself into the background (and waits until it is ready)
    /// where it has a log file; otherwise it is put there.
    private static ServiceControl own(
            ProcessFacts process, MongodOptions options, String dataDirectory, HostAccess host) {
        String executable = process.executable();
        if (executable == null || executable.endsWith(" (deleted)")) {
            return new ServiceControl.None();
        }
        boolean canFork = options.forks() || options.get("systemLog.path") != null;
        var start = new ArrayList<String>(canFork ? List.of() : List.of("setsid", "-f"));
        start.add(executable);
        process.arguments().stream().skip(1).forEach(start::add);
        if (canFork && !options.forks()) {
            start.add("--fork");
        }
        return new ServiceControl.Commands(
                start,
                stop(process, options, dataDirectory, executable, host),
                List.of(),
                List.of(),
                process.user());
    }

    /// Ends the process that the PID file or `mongod.lock` names, if its program is this one: a
    /// stale file harms nobody (`mongod --shutdown` would believe it). Without a file that names
    /// this very process there is no stop.
    private static List<String> stop(
            ProcessFacts process,
            MongodOptions options,
            String dataDirectory,
            String executable,
            HostAccess host) {
        String file =
                Stream.of(
                                options.path("processManagement.pidFilePath"),
                                dataDirectory + "/mongod.lock")
                        .filter(Objects::nonNull)
                        .filter(path -> names(path, process.pid(), host))
                        .findFirst()
                        .orElse(null);
        if (file == null) {
            return List.of();
        }
        return exists("/sbin/start-stop-daemon", host)
                ? List.of(
                        "/sbin/start-stop-daemon",
                        "--stop",
                        "--pidfile",
                        file,
                        "--exec",
                        executable,
                        "--retry",
                        "TERM/120")
                : List.of("pkill", "-TERM", "--pidfile", file, "-x", "mongod");
    }

    private static boolean names(String path, long pid, HostAccess host) {
        return host.readTail(path, 64) instanceof FileReply.Content content
                && content.text().strip().equals(Long.toString(pid));
    }

    private static boolean exists(String path, HostAccess host) {
        return !(host.readTail(path, 1) instanceof FileReply.Missing);
    }
}
