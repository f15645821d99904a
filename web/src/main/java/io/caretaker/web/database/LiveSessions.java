package io.caretaker.web.database;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.database.DatabaseHead.Tab;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.LiveHub;
import io.caretaker.web.live.Voice;
import io.caretaker.web.page.LiveFrame;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Keeps the page of a database's sessions as they are, while somebody has it before their eyes.
/// Thread-safe.
public final class LiveSessions {
    /// From one look at the sessions to the next.
    static final Duration PACE = Duration.ofSeconds(10);

    private final Found found;
    private final LiveFrame live;
    private final SessionWatch<SessionLook> watch;

    public LiveSessions(Desks desks, LiveFrame live, LiveHub hub) {
        Daemon daemon = desks.daemon();
        this.found = new Found(desks);
        this.live = live;
        this.watch =
                new SessionWatch<>(
                        id -> SessionLook.at(desks, found.database(id.value())),
                        hub::looked,
                        PACE,
                        daemon.ticker());
    }

    public List<Route> routes() {
        return List.of(
                Route.page(
                        Method.GET,
                        "/live/databases/{name}/sessions",
                        Access.VIEWER,
                        this::sessions));
    }

    private Answer sessions(Request request) {
        ServiceId id = found.database(request).service().id();
        Answer.Stream stream =
                live.answer(
                        request,
                        new Sessions(
                                this, id, SessionChoice.of(request), request.caller().operator()));
        return new Answer.Stream(
                stream.status(),
                stream.type(),
                stream.headers(),
                out -> {
                    watch.begin(id);
                    try {
                        stream.source().write(out);
                    } finally {
                        watch.end(id);
                    }
                });
    }

    /// Says how the sessions are after each look, to all who chose the same.
    private record Sessions(
            LiveSessions pages, ServiceId id, SessionChoice choice, boolean operator)
            implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (batch.inventory() != null) {
                return List.of(LiveEvent.RELOAD);
            }
            SessionLook look = pages.watch.newest(id);
            if (!batch.looked().contains(id) || look == null) {
                return List.of();
            }
            DatabaseHead head = pages.found.head(look.database(), Tab.SESSIONS);
            return List.of(
                    pages.live.parts(
                            List.of(
                                    "database/state",
                                    "database/locked",
                                    "database/counts",
                                    "database/blocking",
                                    "database/present"),
                            Map.of(
                                    "head",
                                    head,
                                    "page",
                                    look.page(head, choice),
                                    "operator",
                                    operator)));
        }
    }
}
