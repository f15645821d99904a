package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.EmergencyText;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.change.ChangeState;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.care.Emergency;
import io.caretaker.server.care.EmergencyPlan;
import io.caretaker.server.care.EmergencyReport;
import io.caretaker.server.care.Lockdowns;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Empties a database server.
@Command(
        name = "emergency-shutdown",
        header = "End all sessions of a database server that are not essential; refuse new ones.",
        description = {
            "What sessions held is rolled back by the server. Spared are replication, backups, the",
            "server's own work, caretaker itself, and what `care.protect` lists.",
            "With --lockdown nobody but administrators comes in any more (or, where a server cannot",
            "refuse connections, nobody else writes), until --release puts back exactly what was.",
            "Interrupted, the same command goes on where it was.",
            "Exit code 0 when all of it was done, 1 when sessions were left."
        },
        footer = {"", "Example:", "  caretaker emergency-shutdown svc_db1_main --lockdown"})
public final class EmergencyCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "NAME", description = "a service's id, display name or unit")
    String name = "";

    @Option(names = "--lockdown", description = "also refuse clients from now on")
    boolean lockDown;

    @Option(names = "--release", description = "let connections in again as before the lockdown")
    boolean release;

    @Option(names = "--dry-run", description = "only show what would be done")
    boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "do not ask")
    boolean yes;

    public EmergencyCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        if (lockDown && release) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "--lockdown and --release contradict each other",
                    "--release takes a lockdown back");
        }
        Inventory inventory = session.inventory();
        Service service = Reports.service(inventory, name);
        Host host = inventory.hostOf(service);
        return release
                ? release(inventory, service, host, json)
                : shut(inventory, service, host, json);
    }

    private Emergency emergency(Inventory inventory) {
        return session.wiring().emergency(() -> session.wiring().store().audit(), () -> inventory);
    }

    private int shut(Inventory inventory, Service service, Host host, boolean json)
            throws InterruptedException {
        Emergency emergency = emergency(inventory);
        EmergencyPlan plan = emergency.plan(service, host, lockDown);
        if (dryRun && json) {
            session.json(EmergencyText.document(plan));
            return ExitCodes.OK;
        }
        if (!json) {
            EmergencyText.plan(plan).forEach(this::say);
            ChangeState inForce = plan.inForce();
            if (inForce != null) {
                session.say("It is " + Lockdowns.words(inForce) + ".");
            }
        }
        if (dryRun) {
            return ExitCodes.OK;
        }
        session.confirm("Do that?", yes);
        EmergencyReport report = emergency.shutDown(plan, host, session.actor());
        if (json) {
            session.json(EmergencyText.document(plan, report));
        } else {
            EmergencyText.report(plan, report).forEach(this::say);
        }
        return report.sessions().failed().isEmpty() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private int release(Inventory inventory, Service service, Host host, boolean json)
            throws InterruptedException {
        Emergency emergency = emergency(inventory);
        @Nullable ChangeState inForce = emergency.locked(service, host).orElse(null);
        if (inForce != null && !json) {
            session.say(service.label() + " is " + Lockdowns.words(inForce) + ".");
        }
        @Nullable ChangeState after = null;
        if (inForce != null && !dryRun) {
            session.confirm("Let clients in again as before?", yes);
            after = emergency.release(service, host, session.actor()).orElse(null);
        }
        if (json) {
            session.json(
                    dryRun && inForce != null
                            ? EmergencyText.lockdown(inForce)
                            : EmergencyText.released(service.id().value(), after));
        } else {
            say(inForce, after);
        }
        return after != null && after.inForce() ? ExitCodes.NOT_WELL : ExitCodes.OK;
    }

    /// Names of databases and roles may hold anything, also what a terminal would obey.
    private void say(String line) {
        session.say(Texts.fit(line, Integer.MAX_VALUE));
    }

    private void say(@Nullable ChangeState inForce, @Nullable ChangeState after) {
        if (after != null) {
            session.say(
                    after.inForce()
                            ? "The release is not complete: "
                                    + Emergency.why(after)
                                    + ". The same command goes on."
                            : "Clients are let in as before.");
            after.notes().forEach(note -> say("  " + note));
        } else if (inForce == null) {
            session.say(
                    "Nothing is locked down by the journal in "
                            + session.settings().state().resolve("changes")
                            + ".");
        } else {
            inForce.change().steps().forEach(step -> say("  would take back: " + step.words()));
        }
    }
}
