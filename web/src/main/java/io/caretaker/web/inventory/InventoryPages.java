package io.caretaker.web.inventory;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.EntryKind;
import io.caretaker.server.discover.Findings;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Amounts;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.util.ArrayList;
import java.util.List;

/// What is watched, and taking what was found into care.
public final class InventoryPages {
    private static final String PATH = "/inventory";

    private final Daemon daemon;
    private final Desks desks;
    private final Frames frames;

    public InventoryPages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.frames = frames;
    }

    public List<Route> routes() {
        var routes =
                new ArrayList<>(
                        List.of(
                                Route.page(Method.GET, PATH, Access.VIEWER, this::list),
                                Route.page(
                                        Method.GET,
                                        PATH + "/found/{name}",
                                        Access.ADMIN,
                                        this::ask),
                                Route.page(
                                        Method.POST,
                                        PATH + "/found/{name}",
                                        Access.ADMIN,
                                        this::adopt)));
        entries(routes, new EntryKind.Hosts(), PATH + "/hosts");
        entries(routes, new EntryKind.Services(), PATH + "/services");
        entries(routes, new EntryKind.Environments(), PATH + "/environments");
        return routes;
    }

    private void entries(List<Route> routes, EntryKind kind, String path) {
        routes.addAll(new EntryPages(kind, path, desks, frames).routes());
        routes.addAll(new RemovalPages(kind, path, desks, frames).routes());
    }

    private Answer list(Request request) {
        Inventory inventory = daemon.store().inventory().read();
        var page =
                new InventoryPage(
                        found(request, inventory),
                        inventory.services().stream().map(InventoryPages::line).toList(),
                        inventory.hosts().stream().map(each -> line(each, inventory)).toList(),
                        inventory.environments().stream()
                                .map(each -> line(each, inventory))
                                .toList());
        return frames.page("inventory/list", "Inventory", Section.INVENTORY, request, page);
    }

    private List<InventoryPage.Found> found(Request request, Inventory inventory) {
        if (!request.caller().access().includes(Access.ADMIN)) {
            return List.of();
        }
        Findings findings = daemon.tools().findings().get();
        return daemon.tools().discovery().get().find().stream()
                .filter(each -> !findings.state(each, inventory).equals("adopted"))
                .filter(each -> !loggedIn(each, inventory))
                .map(each ->
                        new InventoryPage.Found(
                                each.name(),
                                each.engine().title(),
                                where(each),
                                findings.state(each, inventory).equals("watched")
                                        ? "watched without a log-in"
                                        : "not watched yet",
                                findings.plan(each).isPresent()))
                .toList();
    }

    /// Whether somebody has given caretaker a log-in to it under another name.
    private static boolean loggedIn(LocalServer server, Inventory inventory) {
        return inventory.services().stream()
                .anyMatch(each ->
                        each.check() instanceof CheckSpec.Database database
                                && database.target().port() == server.port()
                                && inventory.hostOf(each).local());
    }

    private static String where(LocalServer server) {
        return server.host() == null
                ? "its socket " + server.socketDirectory()
                : server.host() + ":" + server.port();
    }

    private static InventoryPage.Line line(Service service) {
        return new InventoryPage.Line(
                service.id().value(),
                service.label(),
                service.type()
                        + " on "
                        + service.hostId()
                        + ", checked by "
                        + service.check().method()
                        + (service.monitoring().enabled() ? "" : ", not watched"),
                origin(service.origin()));
    }

    private static InventoryPage.Line line(Host host, Inventory inventory) {
        return new InventoryPage.Line(
                host.id().value(),
                host.hostname(),
                host.address()
                        + ", "
                        + host.placement().environment()
                        + ", "
                        + Amounts.count(inventory.servicesOf(host.id()).size(), "service"),
                origin(host.origin()));
    }

    private static InventoryPage.Line line(Environment environment, Inventory inventory) {
        long services =
                inventory.services(each -> each.environment().equals(environment.name())).size();
        return new InventoryPage.Line(
                environment.name(),
                environment.name(),
                Amounts.count(services, "service")
                        + (environment.approvalRequired() ? ", recovery needs approval" : ""),
                origin(environment.origin()));
    }

    private static String origin(Origin origin) {
        return switch (origin) {
            case DECLARED -> "caretaker.yaml";
            case DISCOVERED -> "found";
            case MANAGED -> "";
        };
    }

    private Answer ask(Request request) {
        LocalServer server = server(request);
        return page(request, server, "");
    }

    private LocalServer server(Request request) {
        return daemon.tools()
                .findings()
                .get()
                .named(daemon.tools().discovery().get().find(), request.parameter("name"));
    }

    private Answer.Whole page(Request request, LocalServer server, String wrong) {
        AdoptionPlan plan = daemon.tools().findings().get().requirePlan(server);
        return frames.page(
                "inventory/adoption",
                "Adopt " + server.name(),
                Section.INVENTORY,
                request,
                new AdoptionPage(
                        server.name(),
                        server.engine().title(),
                        plan.account(),
                        plan.grants(),
                        plan.steps(),
                        wrong));
    }

    private Answer adopt(Request request) throws InterruptedException {
        LocalServer server = server(request);
        boolean heal = request.form("heal").isPresent();
        try {
            Service service =
                    daemon.tools().adoption().get().adopt(server, heal, request.caller().actor());
            return Flash.to(
                    "/databases/" + service.id(),
                    request,
                    service.label()
                            + " is in care"
                            + (heal
                                    ? ", and healed when it is down."
                                    : "; it is watched, not healed."));
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            return page(
                            request,
                            server,
                            problem.message()
                                    + (problem.hint().isEmpty() ? "" : ". " + problem.hint()))
                    .as(422);
        }
    }
}
