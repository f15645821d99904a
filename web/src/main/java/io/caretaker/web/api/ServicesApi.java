package io.caretaker.web.api;

import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Instant;
import java.util.List;

/// What is watched.
public final class ServicesApi {
    private static final EntryKind SERVICES = new EntryKind.Services();

    private final Desks desks;

    public ServicesApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var entries = new EntryRoutes(desks, SERVICES, InventoryShapes.SERVICE_ENTRY, "host_id");
        return entries.routes(
                new EntryRoutes.Reading(
                        "The services with their state",
                        "A service with its state",
                        "its id, display name or unit",
                        InventoryShapes.SERVICE,
                        List.of(
                                "environment",
                                "region",
                                "type",
                                "status",
                                "host",
                                "tag",
                                "enabled",
                                "disabled",
                                "stale",
                                "failing"),
                        this::list,
                        this::show));
    }

    private Answer list(Request request) {
        EntryFilter filter = Filters.of(request, SERVICES);
        Instant now = desks.daemon().clock().instant();
        List<ServiceView> found =
                desks.listings().services(filter.services()).stream()
                        .filter(view -> filter.test(view, now))
                        .filter(view -> named(request, view.service()))
                        .toList();
        return Page.of(
                request,
                found,
                view -> view.service().id().value(),
                true,
                view -> ServiceStateDocument.of(view.service(), view.state()));
    }

    private static boolean named(Request request, Service service) {
        return Filters.named(request, service.id().value(), service.displayName(), service.unit());
    }

    private Answer show(Request request) {
        Service service = desks.service(request);
        return Tags.tagged(
                200,
                SERVICES.existing(desks.seen(), service.id().value()),
                ServiceStateDocument.of(service, desks.board().state(service.id())));
    }
}
