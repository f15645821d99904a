package io.caretaker.web.api;

import io.caretaker.core.change.ChangeState;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.document.HealthDocument;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Service;
import io.caretaker.server.care.HealthBoard;
import io.caretaker.server.care.Lockdowns;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.Databases;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How databases are.
public final class DatabasesApi {
    static final String ONE = "/api/v1/databases/{name}";

    private final Desks desks;

    public DatabasesApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/databases",
                        Access.VIEWER,
                        Page.counted(
                                        Operation.of(
                                                        "listDatabases",
                                                        "databases",
                                                        "The databases with a log-in, and their"
                                                                + " health")
                                                .query("environment", Shapes.TEXT, "")
                                                .query(
                                                        "q",
                                                        Shapes.TEXT,
                                                        "this text is in its id or name"))
                                .answers(Schema.listOf(DatabaseShapes.DATABASE)),
                        this::list),
                new Route(
                        Method.GET,
                        ONE + "/health",
                        Access.VIEWER,
                        of("getHealth", "The newest look at a database")
                                .notNow(503)
                                .answers(DatabaseShapes.HEALTH),
                        this::health),
                new Route(
                        Method.POST,
                        ONE + "/health/check",
                        Access.OPERATOR,
                        of("checkHealth", "Look at a database now, with the tables behind metrics")
                                .mayTake(
                                        Schema.object("CheckInput")
                                                .optional(
                                                        "sample",
                                                        Shapes.LENGTH,
                                                        "how long counters are watched for rates; 1"))
                                .answers(DatabaseShapes.HEALTH),
                        this::check),
                new Route(
                        Method.GET,
                        ONE + "/lockdown",
                        Access.VIEWER,
                        of("getLockdown", "Whether people have locked a database down")
                                .answers(DatabaseShapes.LOCKDOWN),
                        this::lockdown));
    }

    /// What is asked of one database.
    static Operation of(String id, String summary) {
        return Operation.of(id, "databases", summary)
                .path("name", "its service's id, display name or unit");
    }

    /// The database that the path names.
    static Database named(Desks desks, Request request) {
        return desks.databases().databases(desks.seen(), null).find(request.parameter("name"));
    }

    private HealthBoard board() {
        return desks.daemon().caretaker().health();
    }

    private Answer list(Request request) {
        String environment = request.query("environment").orElse(null);
        List<Service> found =
                desks.seen().services(Databases::loggedInTo).stream()
                        .filter(each ->
                                environment == null || environment.equals(each.environment()))
                        .filter(each ->
                                Filters.named(
                                        request,
                                        each.id().value(),
                                        each.displayName(),
                                        each.unit()))
                        .toList();
        return Page.of(request, found, each -> each.id().value(), true, this::document);
    }

    private Map<String, @Nullable Object> document(Service service) {
        Optional<HealthReport> report = board().report(service);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", service.id().value());
        document.put("display_name", service.label());
        document.put("host_id", service.hostId().value());
        document.put("service_type", service.type().name());
        if (service.check() instanceof CheckSpec.Database database) {
            document.put("engine", database.target().engine().label());
            document.put("address", database.target().address());
        }
        document.put("environment", service.environment());
        document.put("region", service.region());
        document.put("current_status", desks.board().state(service.id()).status());
        document.put("status", "unknown");
        document.put("score", null);
        document.put("alerts", List.of());
        report.map(HealthDocument::judgement).ifPresent(document::putAll);
        document.put("timestamp", report.map(HealthReport::at).orElse(null));
        return document;
    }

    private Answer health(Request request) {
        Database database = named(desks, request);
        return board().report(database.service())
                .map(report -> Answer.json(HealthDocument.of(report)))
                .orElseThrow(() ->
                        new Refusal(
                                503,
                                "'" + database.service().id() + "' has not been looked at yet",
                                "POST to " + request.path() + "/check looks now",
                                Map.of(AnswerHeader.RETRY_AFTER, "1")));
    }

    private Answer check(Request request) throws InterruptedException {
        Duration sample =
                Body.read(
                        request,
                        fields -> {
                            Duration given = Body.duration(fields, "sample");
                            return given == null ? Duration.ofSeconds(1) : given;
                        });
        Database database = named(desks, request);
        return Answer.json(
                HealthDocument.of(desks.databases().health(database, fitting(sample, database))));
    }

    /// A service's time limit may be shorter than the usual sample.
    private static Duration fitting(Duration sample, Database database) {
        boolean usual = sample.equals(Duration.ofSeconds(1));
        return usual && sample.compareTo(database.limit().dividedBy(2)) > 0
                ? database.limit().dividedBy(4)
                : sample;
    }

    private Answer lockdown(Request request) {
        Database database = named(desks, request);
        ChangeState state =
                desks.daemon().tools().lockdowns().get().inForce(database.service()).orElse(null);
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", database.service().id().value());
        document.put("locked_down", state != null);
        document.put("by", state == null ? null : state.change().actor());
        document.put("since", state == null ? null : state.change().at());
        document.put("message", state == null ? "" : Lockdowns.words(state));
        return Answer.json(document);
    }
}
