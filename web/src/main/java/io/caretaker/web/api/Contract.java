package io.caretaker.web.api;

import io.caretaker.core.document.NearestWord;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Handler;
import io.caretaker.web.http.Idempotency;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Repeatable;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What all routes of the API keep to: a query says nothing that its route does not know, what is
/// sent with a key is done once, what is read has a tag, and what was changed is seen by the
/// request that follows.
public final class Contract {
    private static final Duration TAKEN_OVER = Duration.ofSeconds(2);

    private final Desks desks;
    private final Idempotency idempotency;

    public Contract(Desks desks) {
        this.desks = desks;
        this.idempotency = new Idempotency(desks.daemon().state(), desks.daemon().clock());
    }

    /// The routes, which keep to it.
    public List<Route> over(List<Route> routes) {
        return routes.stream().map(this::over).toList();
    }

    private Route over(Route route) {
        Operation operation = route.operation();
        if (operation == null) {
            return route;
        }
        Handler handler = route.handler();
        Operation described = operation;
        if (route.method() == Method.GET) {
            handler = tagged(handler);
            described =
                    operation
                            .header(
                                    "If-None-Match",
                                    "the tag of what is known already, which is not sent again")
                            .sends(AnswerHeader.ETAG);
        } else if (!route.method().safe()) {
            handler = idempotency.over(takenOver(handler), route.handler() instanceof Repeatable);
            described = Idempotency.described(operation);
        }
        Handler checked = handler;
        return new Route(
                route.method(),
                route.path(),
                route.access(),
                described,
                request -> {
                    check(request, operation);
                    return checked.answer(request);
                });
    }

    /// Whoever has it already is spared it.
    private static Handler tagged(Handler handler) {
        return request ->
                handler.answer(request) instanceof Answer.Whole whole
                        ? whole.headers().containsKey(AnswerHeader.ETAG) ? whole : whole.tagged()
                        : failed(request);
    }

    private static Answer.Whole failed(Request request) {
        throw new IllegalStateException("a stream has no tag: " + request.path());
    }

    /// The daemon looks at its store once a second; whoever changes something shall not wait for
    /// that, nor see the state before.
    private Handler takenOver(Handler handler) {
        return request -> {
            try {
                Answer answer = handler.answer(request);
                if (answer.status() < 400) {
                    desks.daemon().caretaker().takeChanges(TAKEN_OVER);
                }
                return answer;
            } finally {
                desks.moment().changed();
            }
        };
    }

    private static void check(Request request, Operation operation) {
        for (Map.Entry<String, List<String>> each : request.query().entrySet()) {
            Operation.Parameter known =
                    operation.parameters().stream()
                            .filter(parameter ->
                                    parameter.in().equals("query")
                                            && parameter.name().equals(each.getKey()))
                            .findFirst()
                            .orElseThrow(() -> unknown(each.getKey(), operation));
            boolean list = "array".equals(known.schema().words().get("type"));
            if (each.getValue().size() > 1 && !list) {
                throw new Problem(
                        ProblemCode.INVALID, each.getKey() + " can be given only once", "");
            }
        }
    }

    private static Problem unknown(String name, Operation operation) {
        var known = new TreeSet<String>();
        operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query"))
                .forEach(parameter -> known.add(parameter.name()));
        return new Problem(
                ProblemCode.INVALID,
                "the query knows no '" + shortened(name) + "'",
                NearestWord.hint(shortened(name), known));
    }

    private static String shortened(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
}
