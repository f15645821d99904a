package io.caretaker.web.api;

import io.caretaker.core.document.PauseDocument;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Stopping all recovery for a while.
public final class PauseApi {
    private static final Schema PAUSE =
            Schema.object("Pause")
                    .field("paused", Schema.bool(), "")
                    .optional("by", Shapes.TEXT, "")
                    .optional("reason", Shapes.TEXT, "")
                    .optional("since", Shapes.WHEN, "")
                    .optional("until", Shapes.WHEN_OR_NULL, "null until somebody resumes");

    private final Desks desks;

    public PauseApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/pause",
                        Access.VIEWER,
                        Operation.of("getPause", "recovery", "Whether recovery is paused")
                                .answers(PAUSE),
                        _ -> Answer.json(PauseDocument.of(recovery().pause().orElse(null)))),
                new Route(
                        Method.PUT,
                        "/api/v1/pause",
                        Access.OPERATOR,
                        Operation.of("putPause", "recovery", "Stop all recovery; watching goes on")
                                .mayTake(
                                        Schema.object("PauseInput")
                                                .optional("for", Shapes.LENGTH, "")
                                                .optional(
                                                        "until",
                                                        Shapes.WHEN,
                                                        "without either until somebody resumes")
                                                .optional(
                                                        "reason",
                                                        Shapes.TEXT,
                                                        "for everybody else"))
                                .answers(PAUSE),
                        this::pause),
                new Route(
                        Method.DELETE,
                        "/api/v1/pause",
                        Access.OPERATOR,
                        Operation.of("deletePause", "recovery", "Let recovery go on")
                                .answers(PAUSE),
                        this::resume));
    }

    private RecoveryDesk recovery() {
        return desks.recovery();
    }

    private record Wish(@Nullable Instant until, String reason) {}

    private Answer pause(Request request) {
        Instant now = desks.daemon().clock().instant();
        Wish wish =
                Body.read(
                        request,
                        fields -> new Wish(Body.end(fields, now), fields.text("reason", "")));
        Duration time = wish.until() == null ? null : Duration.between(now, wish.until());
        return Answer.json(
                PauseDocument.of(recovery().pause(time, wish.reason(), Desks.actor(request))));
    }

    private Answer resume(Request request) {
        recovery().resume(Desks.actor(request));
        return Answer.json(PauseDocument.of(null));
    }
}
