package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.commands.Finding.Grade;
import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Whether everything caretaker needs is there.
@Command(
        name = "doctor",
        header = "Examine what caretaker itself needs, one line for each.",
        description = {
            "Exit code 1 when something stands in the way (✗). --restart-store sets damaged files of the store",
            "aside, so that the next start makes new ones; a daemon must not run meanwhile."
        },
        footer = {"", "Example:", "  sudo caretaker doctor"})
public final class DoctorCommand implements Callable<Integer> {
    private final Session session;

    @Option(names = "--restart-store", description = "set damaged files of the store aside")
    boolean restartStore;

    public DoctorCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        if (restartStore) {
            return restartStore(json);
        }
        List<Finding> findings = new Examination(session).findings();
        if (json) {
            session.json(findings.stream().map(Finding::document).toList());
        } else {
            findings.forEach(finding -> session.say(finding.line(session.style())));
        }
        boolean bad = findings.stream().anyMatch(finding -> finding.grade() == Grade.BAD);
        return bad ? ExitCodes.NOT_WELL : ExitCodes.OK;
    }

    private int restartStore(boolean json) {
        if (session.daemon() instanceof Daemon.Running(Long pid)) {
            throw new Problem(
                    ProblemCode.LOCKED,
                    "caretaker runs" + (pid == null ? "" : " as process " + pid),
                    "stop it first");
        }
        if (session.settings().fleetStore() != null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "the store " + session.storeLabel() + " has no files here",
                    "repair it with MongoDB's own tools");
        }
        List<Path> aside = SqliteStore.setAside(session.settings().store());
        if (json) {
            session.json(aside.stream().map(Path::toString).toList());
        } else if (aside.isEmpty()) {
            session.say("No file of the store is damaged; nothing was done.");
        } else {
            session.say("Set aside, and made anew at the next start:");
            aside.forEach(path -> session.say("  " + path));
        }
        return ExitCodes.OK;
    }
}
