package io.caretaker.web.database;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.desk.Database;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.database.DatabaseHead.Tab;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The list of databases, and how healthy each is.
public final class DatabasePages {
    private static final int ROWS = 240;

    private final Daemon daemon;
    private final Desks desks;
    private final Found found;
    private final Frames frames;

    public DatabasePages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.found = new Found(desks);
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, "/databases", Access.VIEWER, this::list),
                Route.page(Method.GET, "/databases/{name}", Access.VIEWER, this::health),
                Route.page(Method.GET, "/databases/{name}/details", Access.VIEWER, this::details));
    }

    private Answer list(Request request) {
        Inventory inventory = daemon.caretaker().inventory();
        Instant now = daemon.clock().instant();
        List<DatabaseRow> rows =
                inventory.services(each -> each.check() instanceof CheckSpec.Database).stream()
                        .map(each -> row(each, now))
                        .sorted(
                                Comparator.comparingInt((DatabaseRow each) -> each.health().rank())
                                        .thenComparing(DatabaseRow::label))
                        .toList();
        List<DatabaseListPage.Other> others =
                inventory.services(DatabasePages::withoutLogin).stream()
                        .map(each ->
                                new DatabaseListPage.Other(
                                        each.id().value(),
                                        each.label(),
                                        each.type().name(),
                                        each.check().method()))
                        .toList();
        return frames.page(
                "database/list",
                "Databases",
                Section.DATABASES,
                request,
                new DatabaseListPage(rows, others));
    }

    private DatabaseRow row(Service service, Instant now) {
        CheckSpec.Database check = (CheckSpec.Database) service.check();
        HealthReport report = daemon.caretaker().health().report(service).orElse(null);
        return DatabaseRow.of(service, check.target(), report, now);
    }

    private static boolean withoutLogin(Service service) {
        return !(service.check() instanceof CheckSpec.Database)
                && Arrays.stream(EngineKind.values())
                        .anyMatch(kind -> kind.serviceType().equals(service.type()));
    }

    private Answer health(Request request) {
        Database database = found.database(request);
        List<HistoryEntry> rows =
                daemon.store().history().recent(database.service().id(), ROWS).stream()
                        .filter(each -> each.recovery() == null)
                        .toList();
        HealthPage page =
                HealthView.of(
                        found.head(database, Tab.HEALTH),
                        found.report(database),
                        rows,
                        request.query("metric").orElse(""),
                        request.query("window").orElse("1h"),
                        daemon.clock().instant());
        return page("database/health", database, request, page);
    }

    private Answer details(Request request) throws InterruptedException {
        Database database = found.database(request);
        DatabaseHead head = found.head(database, Tab.DETAILS);
        DetailsPage page;
        try {
            HealthReport report = desks.databases().health(database, Duration.ZERO);
            page = DetailsPage.of(head, report, daemon.clock().instant());
        } catch (Problem problem) {
            page = DetailsPage.unseen(head, problem.message(), problem.hint());
        }
        return page("database/details", database, request, page);
    }

    private Answer page(String template, Database database, Request request, Object page) {
        String title = database.service().label();
        return frames.page(template, title, Section.DATABASES, request, page);
    }
}
