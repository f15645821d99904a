package io.caretaker.web.api;

import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceView;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is watched.
public final class ServicesApi {
    private static final EntryKind SERVICES = new EntryKind.Services();

    private final Desks desks;

    public ServicesApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/services",
                        Access.VIEWER,
                        Page.described(
                                        Filters.described(
                                                Operation.of(
                                                        "listServices",
                                                        "services",
                                                        "The services with their state"),
                                                "environment",
                                                "region",
                                                "type",
                                                "status",
                                                "host",
                                                "tag",
                                                "enabled",
                                                "disabled",
                                                "stale",
                                                "failing"))
                                .answers(Schema.listOf(InventoryShapes.SERVICE)),
                        this::list));
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}",
                        Access.VIEWER,
                        Operation.of("getService", "services", "A service with its state")
                                .path("service_id", "its id, display name or unit")
                                .answers(InventoryShapes.SERVICE),
                        this::show));
        routes.addAll(
                new EntryRoutes(desks, SERVICES, InventoryShapes.SERVICE_ENTRY, "host_id")
                        .routes());
        return routes;
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
