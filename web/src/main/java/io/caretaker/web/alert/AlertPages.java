package io.caretaker.web.alert;

import io.caretaker.core.alert.AlertTimeline;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.inventory.Environment;
import io.caretaker.server.desk.AlertChoice;
import io.caretaker.server.desk.AlertFilter;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import io.caretaker.web.page.When;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Alerts and what people say to them.
public final class AlertPages {
    private static final String PATH = "/alerts";
    private static final Duration PAST = Duration.ofDays(7);

    private final Daemon daemon;
    private final Desks desks;
    private final Frames frames;

    public AlertPages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.frames = frames;
    }

    public List<Route> routes() {
        String one = PATH + "/{id}";
        return List.of(
                Route.page(Method.GET, PATH, Access.VIEWER, this::list),
                Route.page(Method.GET, one, Access.VIEWER, this::alert),
                Route.page(Method.POST, one + "/acknowledge", Access.OPERATOR, this::acknowledge),
                Route.page(
                        Method.POST, one + "/unacknowledge", Access.OPERATOR, this::unacknowledge),
                Route.page(Method.POST, one + "/mute", Access.OPERATOR, this::mute),
                Route.page(Method.POST, one + "/unmute", Access.OPERATOR, this::unmute));
    }

    private Answer list(Request request) {
        var choice =
                new AlertListPage.Choice(
                        request.query("show").orElse("open"),
                        request.query("severity").orElse(""),
                        request.query("environment").orElse(""));
        Instant now = daemon.clock().instant();
        List<AlertLine> lines =
                desks.questions().list(filter(choice)).stream()
                        .filter(each -> !choice.show().equals("past") || !each.alert().firing())
                        .map(each -> AlertLine.of(each, now))
                        .toList();
        List<String> environments =
                daemon.caretaker().inventory().environments().stream()
                        .map(Environment::name)
                        .toList();
        return frames.page(
                "alert/list",
                "Alerts",
                Section.ALERTS,
                request,
                new AlertListPage(choice, lines, environments));
    }

    private static AlertFilter filter(AlertListPage.Choice choice) {
        Map<String, List<String>> words = new LinkedHashMap<>();
        if (!choice.severity().isEmpty()) {
            words.put("severity", List.of(choice.severity()));
        }
        if (!choice.environment().isEmpty()) {
            words.put("environment", List.of(choice.environment()));
        }
        AlertFilter.@Nullable State state =
                switch (choice.show()) {
                    case "acknowledged" -> AlertFilter.State.ACKNOWLEDGED;
                    case "muted" -> AlertFilter.State.MUTED;
                    default -> null;
                };
        boolean past = choice.show().equals("past");
        return new AlertFilter(AlertChoice.of(words), state, past, past ? PAST : null);
    }

    private Answer alert(Request request) {
        AlertView view = desks.questions().find(request.parameter("id"));
        List<Delivery> deliveries = desks.questions().deliveries(view.alert());
        Instant now = daemon.clock().instant();
        var page =
                new AlertPage(
                        AlertLine.of(view, now),
                        view.alert().key().rule().meaning(),
                        AlertTimeline.of(view, deliveries).stream()
                                .map(each ->
                                        new AlertPage.Moment(When.of(each.at(), now), each.what()))
                                .toList(),
                        deliveries.stream().map(each -> Deliveries.of(each, now)).toList(),
                        view.mutes().stream().map(Mute::id).toList());
        return frames.page("alert/alert", view.alert().title(), Section.ALERTS, request, page);
    }

    private Answer acknowledge(Request request) {
        return told(
                request,
                id -> {
                    desks.answers()
                            .acknowledge(
                                    List.of(id),
                                    Times.until(request, daemon.clock()),
                                    comment(request),
                                    request.caller().actor());
                    return "It is noted that you see to it.";
                });
    }

    private Answer unacknowledge(Request request) {
        return told(
                request,
                id -> {
                    desks.answers().unacknowledge(List.of(id), request.caller().actor());
                    return "It is open to everybody again.";
                });
    }

    private Answer mute(Request request) {
        return told(
                request,
                id -> {
                    desks.answers()
                            .mute(
                                    id,
                                    Times.until(request, daemon.clock()),
                                    comment(request),
                                    request.caller().actor());
                    return "Nobody is told of it from now on.";
                });
    }

    private Answer unmute(Request request) {
        return told(
                request,
                id -> {
                    desks.answers().unmute(List.of(id), request.caller().actor());
                    return "People are told of it again.";
                });
    }

    private static String comment(Request request) {
        return request.form("comment").orElse("").strip();
    }

    private static Answer told(Request request, Said.Work work) {
        String id = request.parameter("id");
        return Flash.to(PATH + "/" + id, request, Said.by(() -> work.on(id)));
    }
}
