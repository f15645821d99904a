package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.document.RecoveryAnswerDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.server.desk.RecoveryDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Asks the daemon to heal a service now.
@Command(
        name = "recover",
        header = "Ask the daemon to heal a service now, and wait for the result.",
        description = {
            "Opt-in, windows and approval are answered by your asking. --force also puts cooldown,",
            "used-up attempts and flapping aside; never a pause, a veto or a start in progress."
        },
        footer = {"", "Example:", "  caretaker recover svc_web_mariadb --wait 300"})
public final class RecoverCommand implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    // Optional only because `recover ack` is asked without it.
    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..1",
            description = "its id, display name or unit")
    @Nullable String service;

    @Option(names = "--force", description = "put cooldown, used-up attempts and flapping aside")
    boolean force;

    @Option(names = "--dry-run", description = "only say what would be decided")
    boolean dryRun;

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "how long to wait for the result (default: ${DEFAULT-VALUE})")
    int wait = 180;

    public RecoverCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        if (service == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required parameter: 'SERVICE'");
        }
        Service found = Reports.service(Reports.store(session).inventory().read(), service);
        if (dryRun) {
            return decide(found, json);
        }
        if (session.daemon() instanceof Daemon.Stopped) {
            throw new Problem(
                    ProblemCode.UNREACHABLE,
                    "caretaker is not running, and only it recovers services",
                    "start it with `caretaker run`, or as a service");
        }
        RecoveryDesk desk = Desks.recovery(session);
        RecoveryRequest request = desk.ask(found.id(), force, session.actor());
        if (!json) {
            session.note("asked caretaker to recover " + found.label() + ", waiting …");
        }
        return report(awaitResult(desk, request), found, json);
    }

    private int decide(Service found, boolean json) throws InterruptedException {
        Deliberation deliberation =
                Desks.recovery(session).verdict(found.id(), force).deliberation();
        if (json) {
            session.json(RecoveryAnswerDocument.verdict(found.id(), deliberation));
            return ExitCodes.OK;
        }
        session.say(
                (deliberation.wouldAct()
                                ? "It would be recovered: "
                                : "It would not be recovered: ")
                        + deliberation.reason()
                        + ".");
        deliberation.plan().forEach(line -> session.say("  " + line));
        if (!deliberation.looked() && session.daemon() instanceof Daemon.Stopped) {
            session.note("caretaker is not running: nobody looked at its log and its process");
        }
        return ExitCodes.OK;
    }

    private RecoveryRequest awaitResult(RecoveryDesk desk, RecoveryRequest request)
            throws InterruptedException {
        Instant end = Instant.now().plusSeconds(wait);
        while (Instant.now().isBefore(end)) {
            RecoveryRequest now = desk.request(request.id()).orElse(request);
            if (now.finishedAt() != null) {
                return now;
            }
            if (session.daemon() instanceof Daemon.Stopped) {
                throw new Problem(
                        ProblemCode.UNREACHABLE,
                        "caretaker ended before it had an answer",
                        "its log says why; the request is carried out when it is back");
            }
            Thread.sleep(LOOK);
        }
        return request;
    }

    private int report(RecoveryRequest result, Service found, boolean json) {
        if (result.finishedAt() == null) {
            throw new Problem(
                    ProblemCode.FAILED,
                    "no result within " + wait + " s; caretaker is still at it",
                    "`caretaker history " + found.id() + "` shows it when it is there");
        }
        boolean healed = Boolean.TRUE.equals(result.success());
        if (json) {
            session.json(RecoveryAnswerDocument.result(found.id(), healed, result.message()));
        } else {
            session.say(
                    found.label()
                            + (healed ? " is up: " : " is not up: ")
                            + result.message()
                            + ".");
        }
        return healed ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }
}
