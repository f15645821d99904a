package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.install.Installer;
import io.caretaker.cli.install.SystemCommands;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.local.LocalHost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Takes the service away again.
@Command(
        name = "uninstall",
        header = "Remove exactly what `install` made; settings, state and user stay.",
        description = {
            "Needs root. Stops the service first. A file that somebody has changed since stays, and is named."
        },
        footer = {"", "Example:", "  sudo caretaker uninstall --dry-run"})
public final class UninstallCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--purge",
            description = "settings, secrets, state with all history, and the user as well")
    boolean purge;

    @Option(names = "--dry-run", description = "only show the plan")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public UninstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        if (!session.surroundings().root()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "removing a service needs root",
                    "sudo caretaker uninstall");
        }
        var installer = new Installer(new SystemCommands(new LocalHost()));
        if (!installer.installed() && !(purge && installer.remains())) {
            session.say("Nothing is installed here; nothing was changed.");
            return ExitCodes.OK;
        }
        Installer.Plan plan = installer.uninstall(purge);
        new Carried(session, dryRun, yes)
                .out(plan, plan.notes(), "Removing caretaker", "Nothing is installed here");
        return ExitCodes.OK;
    }
}
