package io.caretaker.web.api;

import io.caretaker.core.document.EnvironmentDocument;
import io.caretaker.core.inventory.Environment;
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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Stages, with their rules.
public final class EnvironmentsApi {
    private static final EntryKind ENVIRONMENTS = new EntryKind.Environments();

    private final Desks desks;

    public EnvironmentsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/environments",
                        Access.VIEWER,
                        Page.described(
                                        Filters.described(
                                                Operation.of(
                                                        "listEnvironments",
                                                        "environments",
                                                        "The environments"),
                                                "environment"))
                                .answers(Schema.listOf(InventoryShapes.ENVIRONMENT)),
                        this::list));
        routes.add(
                new Route(
                        Method.GET,
                        "/api/v1/environments/{env_name}",
                        Access.VIEWER,
                        Operation.of("getEnvironment", "environments", "An environment")
                                .path("env_name", "its name")
                                .answers(InventoryShapes.ENVIRONMENT),
                        this::show));
        routes.addAll(new EntryRoutes(desks, ENVIRONMENTS, InventoryShapes.ENVIRONMENT).routes());
        return routes;
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

    private Answer show(Request request) {
        Map<String, @Nullable Object> document =
                ENVIRONMENTS.existing(desks.seen(), request.parameter("env_name"));
        return Tags.tagged(200, document, document);
    }
}
