package io.caretaker.web.api;

import io.caretaker.core.document.HostDocument;
import io.caretaker.core.inventory.Host;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.List;

/// Machines.
public final class HostsApi {
    private static final EntryKind HOSTS = new EntryKind.Hosts();

    private final Desks desks;

    public HostsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var entries =
                new EntryRoutes(
                        desks, HOSTS, InventoryShapes.HOST, "ip_address", "environment", "region");
        return entries.routes(
                new EntryRoutes.Reading(
                        "The hosts",
                        "A host",
                        "its id",
                        InventoryShapes.HOST,
                        List.of("environment", "region", "status", "host", "tag"),
                        this::list,
                        entries::entry));
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
}
