package io.caretaker.web.alert;

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
import java.util.List;

/// Alerts and what people say to them.
public final class AlertPages {
    private static final String PATH = "/alerts";

    private final Daemon daemon;
    private final Desks desks;
    private final AlertLooks looks;
    private final Frames frames;

    public AlertPages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.looks = new AlertLooks(desks);
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
        return frames.page(
                "alert/list",
                "Alerts",
                Section.ALERTS,
                request,
                looks.list(AlertListPage.Choice.of(request)));
    }

    private Answer alert(Request request) {
        AlertPage page = looks.alert(request.parameter("id"));
        return frames.page("alert/alert", page.line().title(), Section.ALERTS, request, page);
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
