package io.caretaker.web.api;

import io.caretaker.core.document.HostDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Machines.
public final class HostsApi {
    private static final EntryKind HOSTS = new EntryKind.Hosts();

    private final Desks desks;

    public HostsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/hosts",
                        Access.VIEWER,
                        Page.described(
                                        Filters.described(
                                                Operation.of("listHosts", "hosts", "The hosts"),
                                                "environment",
                                                "region",
                                                "status",
                                                "host",
                                                "tag"))
                                .answers(Schema.listOf(InventoryShapes.HOST)),
                        this::list));
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/hosts/{host_id}",
                        Access.VIEWER,
                        Operation.of("getHost", "hosts", "A host")
                                .path("host_id", "its id")
                                .answers(InventoryShapes.HOST),
                        this::show));
        routes.addAll(
                new EntryRoutes(
                                desks,
                                HOSTS,
                                InventoryShapes.HOST,
                                "ip_address",
                                "environment",
                                "region")
                        .routes());
        return routes;
    }

    private Answer list(Request request) {
        EntryFilter filter = Filters.of(request, HOSTS);
        List<Host> found =
                desks.listings().hosts(filter.hosts()).stream()
                        .filter(filter::test)
                        .filter(each ->
                                Filters.named(
                                        request,
                                        each.id().value(),
                                        each.hostname(),
                                        each.address()))
                        .toList();
        return Page.of(request, found, each -> each.id().value(), true, HostDocument::of);
    }

    private Answer show(Request request) {
        Map<String, @Nullable Object> document =
                HOSTS.existing(desks.seen(), request.parameter("host_id"));
        return Tags.tagged(200, document, document);
    }
}
