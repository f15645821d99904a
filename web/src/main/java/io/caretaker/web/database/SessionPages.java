package io.caretaker.web.database;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.EndAnswer;
import io.caretaker.core.session.EndMethod;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.EndPlan;
import io.caretaker.web.api.Desks;
import io.caretaker.web.database.DatabaseHead.Tab;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Who is connected to a database, who waits for whom, and ending sessions.
public final class SessionPages {
    private final Desks desks;
    private final Found found;
    private final Frames frames;

    public SessionPages(Desks desks, Frames frames) {
        this.desks = desks;
        this.found = new Found(desks);
        this.frames = frames;
    }

    public List<Route> routes() {
        String path = "/databases/{name}/sessions";
        return List.of(
                Route.page(Method.GET, path, Access.VIEWER, this::sessions),
                Route.page(Method.GET, path + "/end", Access.OPERATOR, this::ask),
                Route.page(Method.POST, path + "/end", Access.OPERATOR, this::end));
    }

    private Answer sessions(Request request) throws InterruptedException {
        Database database = found.database(request);
        SessionsPage page =
                SessionLook.at(desks, database)
                        .page(found.head(database, Tab.SESSIONS), SessionChoice.of(request));
        return page("database/sessions", database, request, page);
    }

    private Answer ask(Request request) throws InterruptedException {
        Database database = found.database(request);
        EndMethod method = method(request.query("method").orElse(""));
        List<String> ids = request.query().getOrDefault("id", List.of());
        if (ids.isEmpty()) {
            return Flash.to(address(database), request, "Choose the sessions first.");
        }
        try {
            EndPlan plan = plan(database, ids, method, request);
            return page(
                    "database/end",
                    database,
                    request,
                    EndPage.of(found.head(database, Tab.SESSIONS), plan));
        } catch (Problem problem) {
            return gone(database, request, problem);
        }
    }

    private Answer end(Request request) throws InterruptedException {
        Database database = found.database(request);
        EndMethod method = method(request.form("method").orElse(""));
        Map<String, SessionToken> seen =
                request.form().getOrDefault("session", List.of()).stream()
                        .map(SessionToken::read)
                        .collect(
                                Collectors.toMap(
                                        SessionToken::id, Function.identity(), (one, _) -> one));
        if (seen.isEmpty()) {
            throw new Refusal(400, "the form names no session", "");
        }
        try {
            EndPlan plan = plan(database, List.copyOf(seen.keySet()), method, request);
            boolean same =
                    plan.orders().stream()
                            .allMatch(each ->
                                    SessionToken.of(each.session(), method)
                                            .equals(seen.get(each.session().id())));
            String said =
                    same
                            ? words(desks.databases().end(plan), method)
                            : "Nothing was done: what you wanted to end does something else by now."
                                    + " Look again.";
            return Flash.to(address(database), request, said);
        } catch (Problem problem) {
            return gone(database, request, problem);
        }
    }

    private EndPlan plan(Database database, List<String> ids, EndMethod method, Request request)
            throws InterruptedException {
        return desks.databases().planEnd(database, ids, method, false, request.caller().actor());
    }

    private static Answer gone(Database database, Request request, Problem problem) {
        if (problem.code() == ProblemCode.INTERNAL) {
            throw problem;
        }
        String said =
                problem.code() == ProblemCode.NOT_FOUND
                        ? "Nothing was done: " + problem.message() + " any more."
                        : "Nothing was done: " + problem.message() + ".";
        return Flash.to(address(database), request, said);
    }

    static String words(List<EndAnswer> answers, EndMethod method) {
        return answers.stream()
                .map(each ->
                        "Session "
                                + each.session().id()
                                + " "
                                + each.reply().words(method)
                                + (each.hint().isEmpty() ? "" : " (" + each.hint() + ")")
                                + ".")
                .collect(Collectors.joining(" "));
    }

    private static EndMethod method(String word) {
        return switch (word) {
            case "cancel" -> EndMethod.CANCEL;
            case "terminate" -> EndMethod.TERMINATE;
            default -> throw new Refusal(400, "the method must be cancel or terminate", "");
        };
    }

    private static String address(Database database) {
        return "/databases/" + database.service().id() + "/sessions";
    }

    private Answer page(String template, Database database, Request request, Object page) {
        String title = database.service().label();
        return frames.page(template, title, Section.DATABASES, request, page);
    }
}
