package io.caretaker.web.api;

import io.caretaker.core.document.SessionEndDocument;
import io.caretaker.core.session.EndMethod;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.EndPlan;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.List;

/// Ending one session of a database.
public final class SessionEndApi {
    private static final String DRY = "dry_run";

    private final Desks desks;

    public SessionEndApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                end("cancel", "cancelSession", "Cancel what a session does", EndMethod.CANCEL),
                end("terminate", "terminateSession", "Terminate a session", EndMethod.TERMINATE));
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
                                SessionsApi.id(database),
                                method,
                                plan.orders().stream().map(SessionEnd.Order::session).toList(),
                                plan.at())
                        : SessionEndDocument.done(
                                SessionsApi.id(database),
                                method,
                                desks.databases().end(plan),
                                plan.at()));
    }
}
