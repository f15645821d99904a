package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.daemon.DaemonLock.Daemon;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.RecoveryDecision;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.core.recovery.RecoveryRules;
import io.caretaker.core.recovery.RecoverySituation;
import io.caretaker.core.recovery.RecoveryState;
import io.caretaker.core.recovery.RecoveryTrigger;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
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
    private static final Duration APPROVALS = Duration.ofDays(2);

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
        Store known = Reports.store(session);
        Service found = Reports.service(known.inventory().read(), service);
        if (dryRun) {
            return decide(known, found, json);
        }
        if (session.daemon() instanceof Daemon.Stopped) {
            throw new Problem(
                    ProblemCode.UNREACHABLE,
                    "caretaker is not running, and only it recovers services",
                    "start it with `caretaker run`, or as a service");
        }
        Store store = session.wiring().store();
        RecoveryRequest request = submit(store, found.id());
        if (!json) {
            session.note("asked caretaker to recover " + found.label() + ", waiting …");
        }
        return report(awaitResult(store, request), found, json);
    }

    private int decide(Store store, Service found, boolean json) {
        RecoveryDecision objection = RecoveryRules.guards(situation(store, found), Instant.now());
        boolean act = objection == null;
        String reason =
                objection == null
                        ? "nothing stands against it; the step follows from its log, process and disk"
                        : objection.reason();
        if (json) {
            session.json(document(found, act, reason));
        } else {
            session.say(
                    (act ? "It would be recovered: " : "It would not be recovered: ")
                            + reason
                            + ".");
        }
        return ExitCodes.OK;
    }

    private RecoverySituation situation(Store store, Service found) {
        Inventory inventory = store.inventory().read();
        Map<ServiceId, ServiceState> states = store.states().read();
        List<ServiceId> down =
                inventory.dependenciesOf(found).stream()
                        .map(Service::id)
                        .filter(id -> {
                            ServiceState state = states.get(id);
                            return state != null && state.status().down();
                        })
                        .toList();
        return new RecoverySituation(
                found,
                states.getOrDefault(found.id(), ServiceState.unseen(found.id())),
                store.recovery().states().getOrDefault(found.id(), RecoveryState.fresh(found.id())),
                inventory.hostOf(found),
                inventory.environment(found.environment()).orElse(null),
                store.recovery().pause().orElse(null),
                down,
                store.recovery().approvals(Instant.now().minus(APPROVALS)).stream()
                        .filter(approval -> approval.service().equals(found.id()))
                        .findFirst()
                        .orElse(null),
                null,
                null,
                0,
                force ? RecoveryTrigger.FORCED : RecoveryTrigger.REQUESTED);
    }

    private RecoveryRequest submit(Store store, ServiceId id) {
        String number = "q-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var request =
                new RecoveryRequest(
                        number, id, session.actor(), Instant.now(), force, null, null, "");
        store.recovery().submit(request);
        return request;
    }

    private RecoveryRequest awaitResult(Store store, RecoveryRequest request)
            throws InterruptedException {
        Instant end = Instant.now().plusSeconds(wait);
        while (Instant.now().isBefore(end)) {
            RecoveryRequest now = store.recovery().request(request.id()).orElse(request);
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
            session.json(document(found, healed, result.message()));
        } else {
            session.say(
                    found.label()
                            + (healed ? " is up: " : " is not up: ")
                            + result.message()
                            + ".");
        }
        return healed ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private Map<String, @Nullable Object> document(Service found, boolean yes, String message) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", found.id().value());
        document.put("dry_run", dryRun);
        document.put(dryRun ? "would_act" : "success", yes);
        document.put("message", message);
        return document;
    }
}
