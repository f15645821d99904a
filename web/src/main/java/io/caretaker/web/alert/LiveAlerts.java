package io.caretaker.web.alert;

import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import io.caretaker.web.page.LiveFrame;
import java.util.List;
import java.util.Map;

/// Keeps the pages about alerts as they are now. Whoever chose the same and may do the same hears
/// the same. Thread-safe.
public final class LiveAlerts {
    private final AlertLooks looks;
    private final LiveFrame live;

    public LiveAlerts(Desks desks, LiveFrame live) {
        this.looks = new AlertLooks(desks);
        this.live = live;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, "/live/alerts", Access.VIEWER, this::list),
                Route.page(Method.GET, "/live/alerts/{id}", Access.VIEWER, this::alert));
    }

    private Answer list(Request request) {
        return live.answer(
                request,
                new OfList(this, AlertListPage.Choice.of(request), request.caller().operator()));
    }

    private Answer alert(Request request) {
        String id = looks.alert(request.parameter("id")).line().id();
        return live.answer(request, new OfOne(this, id, request.caller().operator()));
    }

    record OfList(LiveAlerts pages, AlertListPage.Choice choice, boolean operator)
            implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (batch.inventory() != null) {
                return List.of(LiveEvent.RELOAD);
            }
            if (!batch.ofAlerts()) {
                return List.of();
            }
            return List.of(
                    pages.live.parts(
                            List.of("alert/headline", "alert/lines"),
                            Map.of(
                                    "page",
                                    pages.looks.list(choice),
                                    "operator",
                                    operator,
                                    "csrf",
                                    "")));
        }
    }

    record OfOne(LiveAlerts pages, String id, boolean operator) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (!batch.ofAlerts()) {
                return List.of();
            }
            return List.of(
                    pages.live.parts(
                            List.of(
                                    "alert/title",
                                    "alert/facts",
                                    "alert/answers",
                                    "alert/happened"),
                            Map.of(
                                    "page",
                                    pages.looks.alert(id),
                                    "operator",
                                    operator,
                                    "csrf",
                                    "")));
        }
    }
}
