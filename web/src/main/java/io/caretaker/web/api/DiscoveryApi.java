package io.caretaker.web.api;

import io.caretaker.core.document.DiscoveryDocument;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.health.LocalServer;
import io.caretaker.server.discover.Findings;
import io.caretaker.web.Tools;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.List;

/// The database servers of this machine.
public final class DiscoveryApi {
    private final Desks desks;

    public DiscoveryApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/discovery",
                        Access.VIEWER,
                        Operation.of(
                                        "listFoundServers",
                                        "discovery",
                                        "The database servers found on this machine")
                                .answers(Schema.listOf(DiscoveryShapes.FOUND)),
                        this::list),
                new Route(
                        Method.POST,
                        "/api/v1/discovery/{name}/adopt",
                        Access.ADMIN,
                        Operation.of(
                                        "adoptServer",
                                        "discovery",
                                        "Take a server into care: an account of its own, an entry")
                                .described(
                                        "Answers the service, or with dry_run what would be done.")
                                .path("name", "its name, its service's id, its port or engine")
                                .mayTake(
                                        Schema.object("AdoptInput")
                                                .optional("dry_run", Schema.bool(), "")
                                                .optional(
                                                        "heal",
                                                        Schema.bool(),
                                                        "it may be restarted when it is down"))
                                .answers(
                                        Schema.any()
                                                .with(
                                                        "anyOf",
                                                        List.of(
                                                                InventoryShapes.SERVICE_ENTRY,
                                                                DiscoveryShapes.plan()))),
                        this::adopt));
    }

    private Answer list(Request request) {
        Tools tools = desks.daemon().tools();
        Findings findings = tools.findings().get();
        return Answer.json(
                tools.discovery().get().find().stream()
                        .map(server -> findings.document(server, desks.seen()))
                        .toList());
    }

    private record Order(boolean dry, boolean heal) {}

    private Answer adopt(Request request) throws InterruptedException {
        Order order =
                Body.read(
                        request,
                        fields ->
                                new Order(
                                        fields.bool("dry_run", false), fields.bool("heal", false)));
        Tools tools = desks.daemon().tools();
        Findings findings = tools.findings().get();
        LocalServer server =
                findings.named(tools.discovery().get().find(), request.parameter("name"));
        var plan = findings.requirePlan(server);
        return Answer.json(
                order.dry()
                        ? DiscoveryDocument.plan(plan)
                        : ServiceDocument.of(
                                tools.adoption()
                                        .get()
                                        .adopt(server, order.heal(), Desks.actor(request))));
    }
}
