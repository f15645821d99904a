package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.server.desk.RecoveryDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lifts the block that a recovery left behind.
@Command(
        name = "ack",
        header = "Say that a recovery was seen, so that the service may be healed again.",
        description = {
            "A service whose policy has block_until is left alone after caretaker brought it back,",
            "until that time has passed or somebody acknowledges it."
        },
        footer = {
            "",
            "Example:",
            "  caretaker recover ack svc_web_mariadb --comment 'disk replaced'"
        })
public final class AcknowledgeCommand implements Callable<Integer> {
    private final Session session;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..1",
            description = "its id, display name or unit")
    @Nullable String service;

    @Option(names = "--all", description = "every service that is blocked")
    boolean all;

    @Option(names = "--comment", paramLabel = "TEXT", description = "for the audit log")
    String comment = "";

    public AcknowledgeCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        if (all == (service != null)) {
            throw new ParameterException(
                    spec.commandLine(), "either a service or --all must be given");
        }
        List<ServiceId> lifted = lifted(Desks.recovery(session));
        if (json) {
            var document = new LinkedHashMap<String, @Nullable Object>();
            document.put("acknowledged", lifted.stream().map(ServiceId::value).toList());
            session.json(document);
        } else if (lifted.isEmpty()) {
            session.say("Nothing was blocked.");
        } else {
            lifted.forEach(id -> session.say(id + " may be healed again."));
        }
        return ExitCodes.OK;
    }

    private List<ServiceId> lifted(RecoveryDesk desk) {
        String actor = session.actor();
        if (service == null) {
            return desk.acknowledgeAll(comment, actor);
        }
        Inventory inventory = session.wiring().store().inventory().read();
        ServiceId id = Reports.service(inventory, service).id();
        return desk.acknowledge(id, comment, actor) ? List.of(id) : List.of();
    }
}
