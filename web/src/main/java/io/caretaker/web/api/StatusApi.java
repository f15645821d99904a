package io.caretaker.web.api;

import io.caretaker.core.document.FleetDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How everything is.
public final class StatusApi {
    private final Daemon daemon;

    public StatusApi(Daemon daemon) {
        this.daemon = daemon;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/status",
                        Access.VIEWER,
                        Operation.of("getStatus", "status", "How everything is")
                                .answers(
                                        Schema.object("Status")
                                                .field("hosts", Schema.listOf(Schema.any()), "")
                                                .field("services", Schema.listOf(Schema.any()), "")
                                                .field(
                                                        "summary",
                                                        Schema.any(),
                                                        "the fleet in numbers")),
                        this::status));
    }

    private Answer status(Request request) {
        StatusBoard board = daemon.caretaker().board();
        Inventory inventory = board.inventory();
        Map<ServiceId, ServiceState> states =
                board.states().stream()
                        .collect(Collectors.toMap(ServiceState::id, Function.identity()));
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("hosts", inventory.hosts().stream().map(HostDocument::of).toList());
        document.put(
                "services",
                inventory.services().stream()
                        .map(service -> ServiceStateDocument.of(service, board.state(service.id())))
                        .toList());
        document.put(
                "summary",
                FleetDocument.of(new PlainListings(() -> inventory, () -> states).summary()));
        return Answer.json(document).tagged();
    }
}
