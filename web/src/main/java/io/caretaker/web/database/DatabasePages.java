package io.caretaker.web.database;

import io.caretaker.core.health.HealthReport;
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
import java.util.List;

/// The list of databases, and how healthy each is.
public final class DatabasePages {
    private final Daemon daemon;
    private final Desks desks;
    private final Found found;
    private final DatabaseLooks looks;
    private final Frames frames;

    public DatabasePages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.found = new Found(desks);
        this.looks = new DatabaseLooks(desks);
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, "/databases", Access.VIEWER, this::list),
                Route.page(Method.GET, "/databases/{name}", Access.VIEWER, this::health),
                Route.page(Method.GET, "/databases/{name}/details", Access.VIEWER, this::details));
    }

    private Answer list(Request request) {
        return frames.page("database/list", "Databases", Section.DATABASES, request, looks.list());
    }

    private Answer health(Request request) {
        Database database = found.database(request);
        HealthPage page =
                looks.health(
                        database,
                        request.query("metric").orElse(""),
                        request.query("window").orElse("1h"));
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
