package io.caretaker.web.api;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.document.SessionEndDocument;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.Offence;
import io.caretaker.core.session.Protection;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionFilter.Trait;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.desk.CleanupTerms;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.EndPlan;
import io.caretaker.server.desk.OneTimeCleanup;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who is connected to databases, and ending what does harm.
public final class SessionsApi {
    private static final int MOST = 10_000;
    private static final String DRY = "dry_run";

    private final Desks desks;

    public SessionsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        DatabasesApi.ONE + "/sessions",
                        Access.VIEWER,
                        sessions().answers(DatabaseShapes.SESSIONS),
                        this::sessions),
                new Route(
                        Method.GET,
                        DatabasesApi.ONE + "/locks",
                        Access.VIEWER,
                        DatabasesApi.of("getLocks", "Who waits for whom, as trees")
                                .answers(DatabaseShapes.LOCKS),
                        this::locks),
                end("cancel", "cancelSession", "Cancel what a session does", EndMethod.CANCEL),
                end("terminate", "terminateSession", "Terminate a session", EndMethod.TERMINATE),
                new Route(
                        Method.POST,
                        DatabasesApi.ONE + "/cleanup",
                        Access.OPERATOR,
                        DatabasesApi.of("cleanUp", "End the sessions that do harm, once")
                                .described("What is not said is as the database's policy has it.")
                                .mayTake(cleanupInput())
                                .answers(DatabaseShapes.CLEANUP),
                        this::cleanup));
    }

    private static Operation sessions() {
        Operation operation =
                DatabasesApi.of("listSessions", "Who is connected, and what they do")
                        .described("Several traits show what has any of them.");
        for (Trait trait : Trait.values()) {
            operation = operation.query(word(trait), Schema.bool(), "those that are so");
        }
        return operation
                .query("long_after", Shapes.LENGTH, "from which age on a query is long")
                .query("user", Shapes.TEXT, "* stands for any text, ? for one character")
                .query("application", Shapes.TEXT, "the same")
                .query("database", Shapes.TEXT, "the same")
                .query("older", Shapes.LENGTH, "in their state for so long")
                .query("all", Schema.bool(), "also those of the server and of caretaker")
                .query("sort", Shapes.words(SessionOrder.values()), "age when nothing is said")
                .query("limit", Schema.integer(), "at most so many");
    }

    private static String word(Trait trait) {
        return trait.name().toLowerCase(Locale.ROOT);
    }

    private Answer sessions(Request request) throws InterruptedException {
        Database database = DatabasesApi.named(desks, request);
        SessionFilter filter = filter(request, database.service().care().longQuery());
        @Nullable SessionOrder order = Query.word(request, "sort", SessionOrder.values());
        int limit = request.number("limit", MOST, 1, MOST);
        SessionSnapshot snapshot = desks.databases().sessions(database);
        List<DatabaseSession> shown =
                filter.of(snapshot).stream()
                        .sorted((order == null ? SessionOrder.AGE : order).at(snapshot.at()))
                        .limit(limit)
                        .toList();
        return Answer.json(SessionDocument.list(id(database), snapshot, shown));
    }

    private static SessionFilter filter(Request request, Duration usualLong) {
        var wanted = EnumSet.noneOf(Trait.class);
        for (Trait trait : Trait.values()) {
            if (Query.yes(request, word(trait))) {
                wanted.add(trait);
            }
        }
        Duration longAfter = Query.duration(request, "long_after");
        Duration older = Query.duration(request, "older");
        return new SessionFilter(
                wanted,
                longAfter == null ? usualLong : longAfter,
                request.query("user").orElse(null),
                request.query("application").orElse(null),
                request.query("database").orElse(null),
                older == null ? Duration.ZERO : older,
                Query.yes(request, "all"));
    }

    private Answer locks(Request request) throws InterruptedException {
        Database database = DatabasesApi.named(desks, request);
        return Answer.json(
                SessionDocument.locks(id(database), desks.databases().sessions(database)));
    }

    private static String id(Database database) {
        return database.service().id().value();
    }

    private Route end(String path, String operation, String summary, EndMethod method) {
        Handler handler = request -> end(request, method);
        return new Route(
                Method.POST,
                DatabasesApi.ONE + "/sessions/{session_id}/" + path,
                Access.OPERATOR,
                DatabasesApi.of(operation, summary)
                        .path("session_id", "its pid, as the list of sessions has it")
                        .mayTake(
                                Schema.object("EndInput")
                                        .optional(
                                                DRY, Schema.bool(), "only say whether it would be")
                                        .optional(
                                                "force",
                                                Schema.bool(),
                                                "also when it is protected"))
                        .answers(DatabaseShapes.ENDED),
                handler);
    }

    private record EndOrder(boolean dry, boolean force) {}

    private Answer end(Request request, EndMethod method) throws InterruptedException {
        EndOrder order =
                Body.read(
                        request,
                        fields ->
                                new EndOrder(fields.bool(DRY, false), fields.bool("force", false)));
        Database database = DatabasesApi.named(desks, request);
        EndPlan plan =
                desks.databases()
                        .planEnd(
                                database,
                                List.of(request.parameter("session_id")),
                                method,
                                order.force(),
                                Desks.actor(request));
        plan.require("\"force\": true does it all the same");
        return Answer.json(
                order.dry()
                        ? SessionEndDocument.rehearsed(
                                id(database),
                                method,
                                plan.orders().stream().map(SessionEnd.Order::session).toList(),
                                plan.at())
                        : SessionEndDocument.done(
                                id(database), method, desks.databases().end(plan), plan.at()));
    }

    private static Schema cleanupInput() {
        Schema input =
                Schema.object("CleanupInput")
                        .optional(DRY, Schema.bool(), "only say what would be ended")
                        .optional("explain", Schema.bool(), "say why, of every session");
        for (Offence offence : Offence.values()) {
            input = input.optional(after(offence), Shapes.LENGTH, "end it from this age on");
        }
        return input.optional("only", Schema.listOf(Shapes.TEXT), "only for these offences")
                .optional("grace", Shapes.LENGTH, "until a cancelled query is terminated")
                .optional("max", Schema.integer(), "end no more than so many")
                .optional("protect_users", Shapes.TEXTS, "spare them, too")
                .optional("protect_applications", Shapes.TEXTS, "")
                .optional("protect_databases", Shapes.TEXTS, "");
    }

    private static String after(Offence offence) {
        return offence == Offence.LONG_QUERY ? "query_after" : offence.label() + "_after";
    }

    private record CleanupOrder(boolean dry, boolean explain, CleanupTerms terms) {}

    private Answer cleanup(Request request) throws InterruptedException {
        CleanupOrder order =
                Body.read(
                        request,
                        fields ->
                                new CleanupOrder(
                                        fields.bool(DRY, false),
                                        fields.bool("explain", false),
                                        terms(fields)));
        OneTimeCleanup cleanup =
                desks.databases()
                        .cleanup(
                                DatabasesApi.named(desks, request),
                                order.terms(),
                                Desks.actor(request));
        CleanupReport report = order.dry() ? cleanup.rehearse() : cleanup.run();
        return Answer.json(cleanup.document(report, order.explain()));
    }

    private static CleanupTerms terms(Fields fields) {
        var after = new EnumMap<Offence, Duration>(Offence.class);
        for (Offence offence : Offence.values()) {
            Duration age = Body.duration(fields, after(offence));
            if (age != null) {
                after.put(offence, age);
            }
        }
        var only = new HashSet<Offence>(fields.allParsed("only", SessionsApi::offence));
        return new CleanupTerms(
                after,
                only,
                Body.duration(fields, "grace"),
                fields.optionalInteger("max"),
                new Protection(
                        names(fields, "protect_users"),
                        names(fields, "protect_applications"),
                        names(fields, "protect_databases")));
    }

    private static Offence offence(String text) {
        List<String> known = Arrays.stream(Offence.values()).map(Offence::label).toList();
        return Arrays.stream(Offence.values())
                .filter(each -> each.label().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no offence '"
                                        + text
                                        + "'; "
                                        + NearestWord.hint(text, known)));
    }

    /// An empty name would protect nobody, and is a variable that is not set as a rule.
    private static List<String> names(Fields fields, String key) {
        List<String> names = fields.texts(key);
        if (names.stream().anyMatch(String::isBlank)) {
            fields.problem(key, "has an empty name, which would protect nobody", "");
        }
        return names;
    }
}
