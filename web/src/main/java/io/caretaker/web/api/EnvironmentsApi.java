package io.caretaker.web.api;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.inventory.Environment;
import io.caretaker.server.desk.EntryFilter;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.Comparator;
import java.util.List;

/// Stages, with their rules.
public final class EnvironmentsApi {
    private static final EntryKind ENVIRONMENTS = new EntryKind.Environments();

    private final Desks desks;

    public EnvironmentsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var entries = new EntryRoutes(desks, ENVIRONMENTS, InventoryShapes.ENVIRONMENT);
        return entries.routes(
                new EntryRoutes.Reading(
                        "The environments",
                        "An environment",
                        "its name",
                        InventoryShapes.ENVIRONMENT,
                        List.of("environment"),
                        this::list,
                        entries::entry));
    }

    private Answer list(Request request) {
        EntryFilter filter = Filters.of(request, ENVIRONMENTS);
        List<Environment> found =
                desks.seen().environments().stream()
                        .filter(filter::test)
                        .filter(each -> Filters.named(request, each.name(), each.description()))
                        .sorted(Comparator.comparing(Environment::name))
                        .toList();
        return Page.of(request, found, Environment::name, true, EnvironmentDocument::of);
    }
}
