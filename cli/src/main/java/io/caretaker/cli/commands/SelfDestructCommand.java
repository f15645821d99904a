package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.config.Settings;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.daemon.PidFile;
import io.caretaker.cli.daemon.RunningProcess;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Ends the monitor itself.
@Command(
        name = "self-destruct",
        header = "End the running caretaker, and remove what only a running one needs.",
        description = {
            "Ends the daemon of this state directory, or the one that a PID file names, and only",
            "when that process really is a caretaker. Removes its PID file and its lock; the store,",
            "logs, configuration, credentials and journals of changes stay."
        },
        footer = {"", "Example:", "  caretaker self-destruct --pid-file /run/caretaker.pid"})
public final class SelfDestructCommand implements Callable<Integer> {
    /// Longer than the daemon takes to end orderly.
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);
    private static final List<String> ARTEFACTS =
            List.of("caretaker.lock", "caretaker.pid", "caretaker.ready", "caretaker.sock");

    private final Session session;

    @Option(names = "--pid-file", paramLabel = "FILE", description = "the file that names it")
    @Nullable Path pidFile;

    @Option(names = "--dry-run", description = "only show what would be done")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public SelfDestructCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        Settings settings = session.settings();
        Path file = pidFile != null ? pidFile : settings.pidFile();
        @Nullable RunningProcess caretaker = find(settings.state(), file);
        if (caretaker != null && pidFile != null && !Files.exists(pidFile)) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no PID file " + pidFile,
                    "nothing was ended; without --pid-file, process "
                            + caretaker.pid()
                            + " is meant, which runs on "
                            + settings.state());
        }
        List<Path> leftovers = leftovers(settings.state(), file);
        if (!json) {
            session.say(
                    caretaker == null
                            ? "No caretaker runs on " + settings.state() + "."
                            : "Caretaker is process "
                                    + caretaker.pid()
                                    + (dryRun ? "; it would be ended." : "; it is to be ended."));
            leftovers.forEach(each -> session.say("  to be removed: " + each));
        }
        boolean work = caretaker != null || !leftovers.isEmpty();
        @Nullable String how = null;
        if (work && !dryRun) {
            session.confirm("End it?", yes);
            how = caretaker == null ? null : end(caretaker);
            leftovers = remove(leftovers(settings.state(), file), settings.state());
            audit(caretaker, how, leftovers);
        }
        if (json) {
            session.json(document(caretaker, how, leftovers));
        } else if (how != null) {
            session.say("It was " + how + ".");
        }
        return ExitCodes.OK;
    }

    /// The living caretaker; null when none lives.
    private static @Nullable RunningProcess find(Path state, @Nullable Path file) {
        @Nullable Long named = file == null ? null : PidFile.read(file);
        if (named != null) {
            @Nullable RunningProcess process = RunningProcess.of(named);
            if (process != null) {
                requireCaretaker(process, String.valueOf(file));
                return process;
            }
        }
        if (!(DaemonLock.look(state) instanceof DaemonLock.Daemon.Running(Long pid))
                || pid == null) {
            return null;
        }
        @Nullable RunningProcess process = RunningProcess.of(pid);
        if (process != null) {
            requireCaretaker(process, "the lock in " + state);
        }
        return process;
    }

    private static void requireCaretaker(RunningProcess process, String where) {
        if (!process.caretaker()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    where
                            + " names process "
                            + process.pid()
                            + ", which is no caretaker but "
                            + process.words(),
                    "nothing was ended; if the file is left over from a caretaker that died,"
                            + " remove it");
        }
        if (process.pid() == ProcessHandle.current().pid()) {
            throw new Problem(ProblemCode.INVALID, "that is this very process", "");
        }
    }

    private static String end(RunningProcess process) throws InterruptedException {
        if (!process.signal(false) && !process.gone(Duration.ofSeconds(1))) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the caretaker of process " + process.pid() + " belongs to another user",
                    "use sudo; nothing was ended or removed");
        }
        if (process.gone(PATIENCE)) {
            return "ended orderly";
        }
        process.signal(true);
        if (process.gone(AFTER_KILL)) {
            return "killed, because it did not end within " + PATIENCE.toSeconds() + " s";
        }
        throw new Problem(
                ProblemCode.FAILED,
                "process " + process.pid() + " is still there after SIGKILL",
                "it waits in the kernel, for a disk or network file system as a rule");
    }

    private static List<Path> leftovers(Path state, @Nullable Path file) {
        var leftovers = new ArrayList<Path>();
        ARTEFACTS.stream().map(state::resolve).filter(Files::exists).forEach(leftovers::add);
        if (file != null && Files.exists(file)) {
            leftovers.add(file);
        }
        return leftovers;
    }

    /// What was removed. A new daemon that has come up meanwhile keeps its own.
    private static List<Path> remove(List<Path> leftovers, Path state) throws InterruptedException {
        var removed = new ArrayList<Path>();
        try {
            DaemonLock.take(state).remove(state);
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.LOCKED) {
                return removed;
            }
            throw problem;
        }
        for (Path each : leftovers) {
            try {
                Files.deleteIfExists(each);
                removed.add(each);
            } catch (IOException e) {
                throw new Problem(
                        ProblemCode.DENIED,
                        each + " cannot be removed: " + e.getMessage(),
                        "run this as caretaker's user or as root",
                        e);
            }
        }
        return removed;
    }

    private void audit(@Nullable RunningProcess process, @Nullable String how, List<Path> removed) {
        if (!session.storeExists()) {
            return;
        }
        try {
            session.wiring()
                    .store()
                    .audit()
                    .append(
                            new AuditEntry(
                                    Instant.now(),
                                    session.actor(),
                                    "self-destruct",
                                    "",
                                    true,
                                    process == null
                                            ? "no caretaker was running"
                                            : "process " + process.pid() + " was " + how,
                                    null,
                                    Map.of(
                                            "removed",
                                            String.join(
                                                    ", ",
                                                    removed.stream()
                                                            .map(Path::toString)
                                                            .toList()))));
        } catch (Problem problem) {
            session.note("caretaker: the audit log could not be written: " + problem.message());
        }
    }

    private Map<String, @Nullable Object> document(
            @Nullable RunningProcess process, @Nullable String how, List<Path> leftovers) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("dry_run", dryRun);
        document.put("pid", process == null ? null : process.pid());
        document.put("ended", how != null);
        document.put("how", how);
        document.put(
                dryRun ? "to_be_removed" : "removed",
                leftovers.stream().map(Path::toString).toList());
        return document;
    }
}
