package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.desk.EntryKind;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows one entry of the inventory.
@Command(name = "show")
final class ShowCommand implements Callable<Integer> {
    private final Session session;
    private final EntryKind kind;

    @Parameters(paramLabel = "ID", description = "its id")
    String id = "";

    ShowCommand(Session session, EntryKind kind) {
        this.session = session;
        this.kind = kind;
    }

    @Override
    public Integer call() {
        boolean json = session.json();
        Inventory inventory = Reports.store(session).inventory().read();
        Map<String, @Nullable Object> document = document(inventory);
        if (json) {
            session.json(document);
        } else {
            show("", document);
        }
        return ExitCodes.OK;
    }

    private Map<String, @Nullable Object> document(Inventory inventory) {
        if (!(kind instanceof EntryKind.Services)) {
            return kind.existing(inventory, id);
        }
        Service service = Reports.service(inventory, id);
        ServiceState state =
                Reports.status(session, Instant.now())
                        .states()
                        .getOrDefault(service.id(), ServiceState.unseen(service.id()));
        return ServiceStateDocument.of(service, state);
    }

    private void show(String indent, Map<?, ?> document) {
        document.forEach((key, value) -> {
            if (value instanceof Map<?, ?> object) {
                session.say(indent + key + ":");
                show(indent + "  ", object);
            } else {
                session.say(indent + key + ": " + (value == null ? "-" : value));
            }
        });
    }
}
