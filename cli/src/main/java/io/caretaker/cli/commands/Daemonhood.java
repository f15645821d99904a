package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.daemon.DaemonLock;
import io.caretaker.cli.install.Installed;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.local.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Starting and stopping the daemon, by systemd where it is a service, else by itself.
final class Daemonhood {
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String MAIN = "io.caretaker.cli.Main";

    private final Session session;
    private final Installed installed = Installed.look();

    Daemonhood(Session session) {
        this.session = session;
    }

    /// The unit; null when caretaker is no service here.
    @Nullable String unit() {
        String unit = installed.unit();
        return unit == null ? null : unit + ".service";
    }

    void start() throws InterruptedException {
        String unit = unit();
        if (unit == null) {
            refuseIfHidden();
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "caretaker is not installed as a service here",
                    "`sudo caretaker install` does that; `caretaker run` runs it without");
        }
        systemctl("start", unit);
        session.say(unit + " runs.");
    }

    private void refuseIfHidden() {
        if (installed.hidden()) {
            throw new Problem(
                    ProblemCode.DENIED, "what is installed here only root may see", "use sudo");
        }
    }

    void restart() throws InterruptedException {
        String unit = unit();
        if (unit == null) {
            start();
        } else {
            systemctl("restart", unit);
            session.say(unit + " has been started anew.");
        }
    }

    void stop() throws InterruptedException {
        String unit = unit();
        if (unit != null) {
            systemctl("stop", unit);
            session.say(unit + " has stopped.");
        } else {
            stopProcess();
        }
    }

    private void systemctl(String verb, String unit) throws InterruptedException {
        CommandResult result =
                new LocalHost()
                        .run(
                                Command.of("systemctl", verb, "--no-ask-password", unit),
                                Deadline.after(LONGEST_START, System::nanoTime));
        if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
            boolean root = session.surroundings().root();
            throw new Problem(
                    root ? ProblemCode.FAILED : ProblemCode.DENIED,
                    "systemctl could not " + verb + " " + unit + ": " + result.summary(),
                    root ? "`caretaker logs -n 50` shows why" : "this needs root: use sudo");
        }
    }

    private void stopProcess() throws InterruptedException {
        Path state = session.settings().state();
        switch (DaemonLock.look(state)) {
            case DaemonLock.Daemon.Stopped _ -> {
                refuseIfHidden();
                session.say("No caretaker runs on " + state + "; nothing was done.");
            }
            case DaemonLock.Daemon.Running(Long pid) -> end(state, pid);
        }
    }

    private void end(Path state, @Nullable Long pid) throws InterruptedException {
        ProcessHandle process =
                pid == null ? null : ProcessHandle.of(pid).filter(Daemonhood::ours).orElse(null);
        if (process == null) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "the process that holds " + state + " cannot be told for a caretaker",
                    "look with `fuser " + state + "/caretaker.lock`");
        }
        if (!process.destroy()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "the caretaker of process " + pid + " belongs to another user",
                    "use sudo");
        }
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        while (DaemonLock.look(state) instanceof DaemonLock.Daemon.Running) {
            if (System.nanoTime() - end > 0) {
                throw new Problem(
                        ProblemCode.FAILED,
                        "the caretaker of process " + pid + " was told to stop, and has not yet",
                        "its log says what it does: `caretaker logs`");
            }
            Thread.sleep(LOOK);
        }
        session.say("The caretaker of process " + pid + " has stopped.");
    }

    /// By its command line: a number alone may belong to somebody else by now.
    private static boolean ours(ProcessHandle process) {
        try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return line.contains("\0" + MAIN + "\0");
        } catch (IOException _) {
            return false;
        }
    }
}
