package io.caretaker.web.api;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.desk.AlertAnswers;
import io.caretaker.server.desk.AlertQuestions;
import io.caretaker.server.desk.DatabaseDesk;
import io.caretaker.server.desk.InventoryDesk;
import io.caretaker.server.desk.Named;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.server.watch.StatusBoard;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where the daemon is asked: the desks, with its store and what it has in memory. Thread-safe.
public record Desks(
        Daemon daemon,
        InventoryDesk inventory,
        RecoveryDesk recovery,
        AlertQuestions questions,
        AlertAnswers answers,
        DatabaseDesk databases,
        Moment moment) {

    /// The desks of a daemon.
    public static Desks of(Daemon daemon) {
        StatusBoard board = daemon.caretaker().board();
        return new Desks(
                daemon,
                new InventoryDesk(
                        board::inventory, daemon::store, daemon.tools().defaults(), daemon.clock()),
                new RecoveryDesk(
                        daemon::store,
                        () -> states(board),
                        daemon.caretaker().recovery().dryRun(),
                        daemon::store,
                        daemon.clock()),
                new AlertQuestions(daemon::store, board::inventory, daemon.clock()),
                new AlertAnswers(
                        daemon::store, board::inventory, daemon.clock(), daemon.tools().zone()),
                new DatabaseDesk(daemon.tools().databases()),
                new Moment(daemon.ticker()));
    }

    private static Map<ServiceId, ServiceState> states(StatusBoard board) {
        return board.states().stream()
                .collect(Collectors.toMap(ServiceState::id, Function.identity()));
    }

    StatusBoard board() {
        return daemon.caretaker().board();
    }

    /// What is watched, from memory.
    Inventory seen() {
        return board().inventory();
    }

    /// Questions about everything, from memory.
    PlainListings listings() {
        Inventory inventory = seen();
        Map<ServiceId, ServiceState> states = states(board());
        return new PlainListings(() -> inventory, () -> states);
    }

    /// The service that the path names, by its id, display name or unit.
    Service service(Request request) {
        String name = request.parameter("service_id");
        Inventory inventory = seen();
        return byId(inventory, name).orElseGet(() -> Named.service(inventory, name));
    }

    /// Found without looking at all services.
    private static Optional<Service> byId(Inventory inventory, String name) {
        try {
            return inventory.service(new ServiceId(name));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Who asks, for the audit log.
    static String actor(Request request) {
        return request.caller().actor();
    }
}
