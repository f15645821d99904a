package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.install.Choices;
import io.caretaker.cli.install.Installer;
import io.caretaker.cli.install.SystemCommands;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.hosts.local.LocalHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Makes caretaker a service of this machine.
@Command(
        name = "install",
        header =
                "Make caretaker a service of this machine: program, user, settings, unit, sudo rules.",
        description = {
            "Needs root. Shows what it is going to do, and asks. Doing it again changes only what is not as it",
            "should be, and takes a newer program over; a file that a person made or changed stays, and the new",
            "one is written beside it as FILE.new. What was chosen the last time holds until it is chosen anew.",
            "The service runs as a user without rights. It may do as root, by sudo, exactly what heals the",
            "services of this machine that are opted in; after adopting one more, run it again."
        },
        footer = {
            "",
            "Examples:",
            "  sudo ./caretaker install",
            "  sudo caretaker install --sudoers-only --yes",
            "  sudo ./caretaker install --cron --check-every '*/5 * * * *'"
        })
public final class InstallCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "the user the service runs as (caretaker); made when it is missing")
    @Nullable String user;

    @Option(
            names = "--prefix",
            paramLabel = "DIR",
            description = "where the program goes (/opt/caretaker)")
    @Nullable Path prefix;

    @Option(
            names = "--unit-name",
            paramLabel = "NAME",
            description = "the name of the systemd unit (caretaker)")
    @Nullable String unit;

    @Option(
            names = "--allow-write",
            paramLabel = "DIR",
            description = "another directory that the service may write to, besides its state")
    List<Path> writable = new ArrayList<>();

    @Option(names = "--no-start", description = "do not start the service now")
    boolean noStart;

    @Option(
            names = "--sudoers-only",
            description = "only the sudo rules, and what of the unit depends on them")
    boolean sudoersOnly;

    @Option(
            names = "--cron",
            description = "lines for cron instead of a service: nothing watches in between")
    boolean cron;

    @Option(
            names = "--check-every",
            paramLabel = "TIME",
            description = "with --cron, when to check: five fields as cron has them (*/5 * * * *)")
    @Nullable String checkEvery;

    @Option(
            names = "--cleanup-every",
            paramLabel = "TIME",
            description = "with --cron, when to clean up sessions; never unless given")
    @Nullable String cleanupEvery;

    @Option(
            names = "--cleanup",
            paramLabel = "NAME",
            description = "with --cleanup-every, what to clean up; repeatable")
    List<String> cleanupTargets = new ArrayList<>();

    @Option(
            names = "--dry-run",
            description = "only show the plan, and every file with its content")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public InstallCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        session.format();
        if (!session.surroundings().root()) {
            throw new Problem(
                    ProblemCode.DENIED,
                    "installing a service needs root",
                    "sudo ./caretaker install; with --dry-run it only shows what it would do");
        }
        var installer = new Installer(new SystemCommands(new LocalHost()));
        Healed healed = Healed.read(session, installer, wishes());
        Choices choices = healed.choices();
        Installer.Plan plan =
                installer.install(
                        choices,
                        home(),
                        healed.rules(),
                        healed.startsDaemons(),
                        sudoersOnly,
                        !noStart);
        List<String> notes = new ArrayList<>(plan.notes());
        notes.addAll(healed.notes());
        if (dryRun) {
            plan.files().forEach(file -> session.say("── " + file.path() + "\n" + file.content()));
        }
        boolean done =
                new Carried(session, dryRun, yes)
                        .out(
                                plan,
                                notes,
                                "Installing caretaker",
                                "Everything is installed already");
        if (done && !noStart && !dryRun) {
            installer.status(choices).ifPresent(session::say);
            session.say("Next: `sudo caretaker discover`, `sudo caretaker adopt NAME --heal`,");
            session.say("then `sudo caretaker install --sudoers-only` so that it may heal it.");
        }
        return ExitCodes.OK;
    }

    private Installer.Wishes wishes() {
        return new Installer.Wishes(
                user,
                prefix,
                session.givenConfig(),
                session.givenState(),
                unit,
                writable,
                cron,
                checkEvery,
                cleanupEvery,
                cleanupTargets);
    }

    private static Path home() {
        String home = System.getProperty("caretaker.home");
        if (home == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "this program does not know where its files are",
                    "start it by the script `caretaker`");
        }
        return Path.of(home);
    }
}
