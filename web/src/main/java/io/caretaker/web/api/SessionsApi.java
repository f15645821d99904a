package io.caretaker.web.api;

import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionFilter;
import io.caretaker.core.session.SessionFilter.Trait;
import io.caretaker.core.session.SessionOrder;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.desk.Database;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Who is connected to databases, and who waits for whom.
public final class SessionsApi {
    private static final int MOST = 10_000;

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
                        this::locks));
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

    static String id(Database database) {
        return database.service().id().value();
    }
}
