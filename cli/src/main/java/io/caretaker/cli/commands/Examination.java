package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.config.Configuration;
import io.caretaker.cli.config.ConfigurationProblem;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.cli.install.Installed;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ControlCommands;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.hosts.watch.ProcessWatches;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What `doctor` examines. Nothing that is examined stops what follows.
final class Examination {
    private static final int NEEDED_JAVA = 25;
    private static final long LITTLE_SPACE = 500L * 1024 * 1024;
    private static final long FEW_FILES = 4096;
    private static final Instant SENSIBLE = Instant.parse("2025-01-01T00:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String CLOCK = "clock";
    private static final String ALERTING = "alerting";

    private final Session session;
    private final List<Finding> findings = new ArrayList<>();

    Examination(Session session) {
        this.session = session;
    }

    List<Finding> findings() {
        examine("java", this::java);
        switch (session.configuration()) {
            case Configuration.Loaded(Settings settings) -> {
                examine("configuration", () -> configuration(settings));
                examine("state directory", () -> stateDirectory(settings.state()));
                examine("disk space", () -> space(settings.state()));
                examine("store", this::store);
                examine("changes", this::changes);
                examine(ALERTING, () -> alerting(settings));
                examine("daemon", this::daemon);
                examine("servers found", this::servers);
            }
            case Configuration.Rejected(List<ConfigurationProblem> problems) ->
                    problems.forEach(problem ->
                            findings.add(
                                    Finding.bad(
                                            "configuration",
                                            problem.toString(),
                                            "the daemon does not start with it")));
        }
        examine("process watch", this::processWatch);
        examine("service manager", this::serviceManager);
        examine("service", this::service);
        examine("privileges", this::privileges);
        examine("open files", this::openFiles);
        examine(CLOCK, this::clock);
        return findings;
    }

    private void examine(String what, Supplier<Finding> examination) {
        try {
            findings.add(examination.get());
        } catch (Problem problem) {
            findings.add(Finding.bad(what, problem.message(), problem.hint()));
        }
    }

    private Finding java() {
        String version = Runtime.version().toString();
        return Runtime.version().feature() >= NEEDED_JAVA
                ? Finding.good("java", version + " in " + System.getProperty("java.home"))
                : Finding.bad("java", version, "caretaker needs Java " + NEEDED_JAVA);
    }

    private Finding changes() {
        int open = session.wiring().changes().open().size();
        return Finding.good(
                "changes",
                open == 0 ? "no server is changed" : Texts.count(open, "change") + " in force");
    }

    private Finding configuration(Settings settings) {
        return Finding.good(
                "configuration",
                settings.source()
                        + ", "
                        + Texts.count(settings.inventory().services().size(), "service")
                        + " declared");
    }

    private Finding alerting(Settings settings) {
        AlertCounts counts = Reports.alerts(session, Instant.now());
        String open = Texts.count(counts.open(), "open alert");
        if (counts.channels() == 0) {
            return settings.recovery().notifyCommand().isEmpty()
                    ? Finding.doubtful(
                            ALERTING,
                            "no channel is configured, nobody is told anything; " + open,
                            "write alerting.channels (docs/guide.md, Alerting)")
                    : Finding.good(ALERTING, "only recovery.notify_command is told; " + open);
        }
        String found =
                Texts.count(counts.channels(), "channel")
                        + ", "
                        + open
                        + ", "
                        + counts.waiting()
                        + " messages wait, "
                        + counts.dead()
                        + " given up in 7 days";
        return counts.waiting() + counts.dead() > 0
                ? Finding.doubtful(
                        ALERTING,
                        found,
                        "`caretaker alert test` tries the channels;"
                                + " `caretaker alert history` shows what receivers said")
                : Finding.good(ALERTING, found);
    }

    private Finding stateDirectory(Path state) {
        String what = "state directory";
        if (Files.isDirectory(state)) {
            return Files.isWritable(state)
                    ? Finding.good(what, state + " can be written")
                    : Finding.bad(
                            what,
                            state + " cannot be written",
                            "run caretaker as its owner, or choose another with --state");
        }
        Path parent = existing(state);
        return Files.isWritable(parent)
                ? Finding.good(what, state + " is made at the first start")
                : Finding.bad(
                        what,
                        state + " is not there and cannot be made in " + parent,
                        "make it for caretaker's user, or choose another with --state");
    }

    private static Path existing(Path path) {
        Path at = path.toAbsolutePath();
        while (at.getParent() != null && !Files.exists(at)) {
            at = at.getParent();
        }
        return at;
    }

    private Finding space(Path state) {
        try {
            long free = Files.getFileStore(existing(state)).getUsableSpace();
            String found = free / 1024 / 1024 + " MiB free for " + state;
            return free < LITTLE_SPACE
                    ? Finding.doubtful("disk space", found, "history needs room: make some")
                    : Finding.good("disk space", found);
        } catch (IOException e) {
            return Finding.doubtful("disk space", "not known: " + e.getMessage(), "");
        }
    }

    private Finding store() {
        String store = session.storeLabel();
        if (!session.storeExists()) {
            return Finding.good("store", store + " is made at the first start");
        }
        session.wiring().storeToRead().verify();
        return Finding.good("store", store + " answers");
    }

    private Finding daemon() {
        return switch (session.daemon()) {
            case Daemon.Running(Long pid) -> Finding.good("daemon", "runs as process " + pid);
            case Daemon.Stopped(Long died) ->
                    Finding.doubtful(
                            "daemon",
                            died == null
                                    ? "does not run"
                                    : "does not run; the last one, process "
                                            + died
                                            + ", was killed",
                            "start it with `caretaker run`");
        };
    }

    private Finding servers() {
        List<LocalServer> found = session.wiring().discovery().find();
        String names = String.join(", ", found.stream().map(LocalServer::name).toList());
        return found.isEmpty()
                ? Finding.doubtful(
                        "servers found",
                        "none",
                        "other users' servers are seen in full by root only")
                : Finding.good("servers found", names);
    }

    private Finding processWatch() {
        try (var watch = ProcessWatches.best()) {
            boolean events = watch.getClass().getSimpleName().startsWith("Pidfd");
            return events
                    ? Finding.good("process watch", "by event (pidfd)")
                    : Finding.doubtful(
                            "process watch", "by polling", "events need Linux 5.3 or newer");
        }
    }

    private Finding serviceManager() {
        CommandResult state = run("systemctl", "is-system-running");
        String word = state instanceof CommandResult.Exited exited ? exited.output().strip() : "";
        return switch (word) {
            case "running", "degraded", "starting", "maintenance" ->
                    Finding.good("service manager", "systemd (" + word + ")");
            default ->
                    Finding.doubtful(
                            "service manager",
                            "systemd cannot be reached",
                            "healing then needs sysv scripts, pg_ctlcluster or commands");
        };
    }

    private Finding privileges() {
        if (System.getProperty("user.name", "").equals("root")) {
            return Finding.good("privileges", "root: services can be controlled");
        }
        String user = "user " + System.getProperty("user.name");
        List<Command> needed = healing();
        if (needed.isEmpty()) {
            return Finding.good("privileges", user + "; no service here is healed through sudo");
        }
        List<String> missing =
                needed.stream()
                        .filter(command -> !ruled(command))
                        .map(command -> String.join(" ", command.arguments()))
                        .toList();
        return missing.isEmpty()
                ? Finding.good("privileges", user + " with sudo rules for all that is healed")
                : Finding.doubtful(
                        "privileges",
                        user + " may not run as root: " + String.join("; ", missing),
                        "`sudo caretaker install --sudoers-only` writes exactly these rules");
    }

    /// What starts the services of this machine that are healed.
    private List<Command> healing() {
        Inventory inventory = session.inventory();
        return inventory.services().stream()
                .filter(service -> service.recovery().recoverOnDown())
                .filter(service -> inventory.hostOf(service).local())
                .filter(service -> !(service.control() instanceof ServiceControl.Commands))
                .flatMap(service ->
                        ControlCommands.of(service.control(), ControlAction.START).stream())
                .toList();
    }

    private boolean ruled(Command command) {
        var question = new ArrayList<>(List.of("sudo", "-n", "-l", "--"));
        question.addAll(command.arguments());
        return run(question.toArray(String[]::new)) instanceof CommandResult.Exited exited
                && exited.ok();
    }

    private Finding service() {
        Installed installed = Installed.look();
        String unit = installed.unit();
        if (installed.hidden()) {
            return Finding.good("service", "installed; only root and its user see how");
        }
        if (unit == null) {
            return Finding.doubtful(
                    "service",
                    installed.there() ? "run by cron; nothing watches in between" : "not installed",
                    "`sudo caretaker install` keeps it running, also after a boot");
        }
        CommandResult state = run("systemctl", "is-active", unit + ".service");
        boolean active = state instanceof CommandResult.Exited exited && exited.ok();
        return active
                ? Finding.good("service", unit + ".service is active")
                : Finding.bad(
                        "service",
                        unit + ".service is not active",
                        "`sudo caretaker start`; `sudo caretaker logs` shows why it ended");
    }

    private CommandResult run(String... command) {
        try {
            return session.wiring()
                    .host()
                    .run(Command.of(command), Deadline.after(LIMIT, System::nanoTime));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new CommandResult.NotStarted("interrupted");
        }
    }

    private Finding openFiles() {
        try (Stream<String> limits = Files.lines(Path.of("/proc/self/limits"))) {
            String line =
                    limits.filter(each -> each.startsWith("Max open files")).findFirst().orElse("");
            String soft = line.replaceFirst("Max open files\\s+", "").replaceFirst("\\s.*", "");
            boolean few = soft.matches("[0-9]{1,9}") && Long.parseLong(soft) < FEW_FILES;
            return few
                    ? Finding.doubtful(
                            "open files",
                            "at most " + soft,
                            "thousands of services need more: LimitNOFILE, or ulimit -n")
                    : Finding.good("open files", "at most " + soft);
        } catch (IOException e) {
            return Finding.doubtful("open files", "not known: " + e.getMessage(), "");
        }
    }

    private Finding clock() {
        Instant now = Instant.now();
        if (now.isBefore(SENSIBLE)) {
            return Finding.bad(CLOCK, now + " cannot be right", "set the clock");
        }
        CommandResult told = run("timedatectl", "show", "--property=NTPSynchronized", "--value");
        boolean off =
                told instanceof CommandResult.Exited exited && exited.output().strip().equals("no");
        return off
                ? Finding.doubtful(CLOCK, now + ", not synchronised", "run chrony or timesyncd")
                : Finding.good(CLOCK, now.toString());
    }
}
