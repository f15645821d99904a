package io.caretaker.web.api;

import io.caretaker.core.alert.AlertView;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.AlertViewDocument;
import io.caretaker.server.desk.AlertAnswers.Acknowledged;
import io.caretaker.server.desk.AlertChoice;
import io.caretaker.server.desk.AlertFilter;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Problems, and who sees to them.
public final class AlertsApi {
    private static final String ONE = "/api/v1/alerts/{alert_id}";

    private final Desks desks;

    public AlertsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/alerts",
                        Access.VIEWER,
                        list().answers(Schema.listOf(AlertShapes.ALERT)),
                        request -> desks.moment().answer(request.address(), () -> list(request))),
                new Route(
                        Method.GET,
                        ONE,
                        Access.VIEWER,
                        ofAlert("getAlert", "Everything about an alert").answers(AlertShapes.WHOLE),
                        this::show),
                new Route(
                        Method.POST,
                        ONE + "/acknowledge",
                        Access.OPERATOR,
                        ofAlert("acknowledgeAlert", "Say that you see to an alert")
                                .mayTake(
                                        Schema.object("AcknowledgeInput")
                                                .optional("comment", Shapes.TEXT, "")
                                                .optional("for", Shapes.LENGTH, "")
                                                .optional(
                                                        "until",
                                                        Shapes.WHEN,
                                                        "without either as long as the alert"))
                                .answers(AlertShapes.ACKNOWLEDGEMENT),
                        this::acknowledge),
                new Route(
                        Method.DELETE,
                        ONE + "/acknowledgement",
                        Access.OPERATOR,
                        ofAlert("unacknowledgeAlert", "Take back that somebody sees to it")
                                .answers(
                                        Schema.object("Unacknowledged")
                                                .field("alert_id", Shapes.TEXT, "")),
                        this::unacknowledge));
    }

    private static Operation list() {
        Operation operation =
                Operation.of("listAlerts", "alerts", "The open alerts, the worst first")
                        .described(
                                "Of one word several values may be given, of which one must fit;"
                                        + " several words must all fit.");
        for (String word : AlertChoice.WORDS) {
            operation = operation.query(word, Shapes.TEXTS, "only alerts of this " + word);
        }
        return Page.counted(
                operation
                        .query("status", Shapes.words(AlertFilter.State.values()), "of this status")
                        .query("all", Schema.bool(), "also events and alerts that are over")
                        .query(
                                "since",
                                Shapes.LENGTH,
                                "how far back what is over may be; without it a day"));
    }

    private static Operation ofAlert(String id, String summary) {
        return Operation.of(id, "alerts", summary)
                .path("alert_id", "its id, or the beginning that no other alert has");
    }

    private Answer.Whole list(Request request) {
        var words = new LinkedHashMap<String, List<String>>();
        for (String word : AlertChoice.WORDS) {
            List<String> values =
                    request.query().getOrDefault(word, List.of()).stream()
                            .filter(value -> !value.isEmpty())
                            .toList();
            if (!values.isEmpty()) {
                words.put(word, values);
            }
        }
        var filter =
                new AlertFilter(
                        AlertChoice.of(words),
                        Query.word(request, "status", AlertFilter.State.values()),
                        Query.yes(request, "all"),
                        Query.duration(request, "since"));
        List<AlertView> found = desks.questions().list(filter);
        return Page.of(request, found, view -> view.alert().id(), false, AlertViewDocument::of);
    }

    private Answer show(Request request) {
        AlertView view = desks.questions().find(request.parameter("alert_id"));
        return Answer.json(
                AlertViewDocument.whole(
                        view,
                        desks.questions().deliveries(view.alert()),
                        desks.questions()
                                .plan(view, desks.daemon().caretaker().alerts().setup().policy())));
    }

    private record Word(String comment, @Nullable Instant until) {}

    private Answer acknowledge(Request request) {
        Instant now = desks.daemon().clock().instant();
        Word word =
                Body.read(
                        request,
                        fields -> new Word(fields.text("comment", ""), Body.end(fields, now)));
        List<Acknowledged> said =
                desks.answers()
                        .acknowledge(
                                List.of(request.parameter("alert_id")),
                                word.until(),
                                word.comment(),
                                Desks.actor(request));
        return Answer.json(AcknowledgementDocument.of(said.getFirst().word()));
    }

    private Answer unacknowledge(Request request) {
        List<String> ids =
                desks.answers()
                        .unacknowledge(
                                List.of(request.parameter("alert_id")), Desks.actor(request));
        return Answer.json(Map.of("alert_id", ids.getFirst()));
    }
}
