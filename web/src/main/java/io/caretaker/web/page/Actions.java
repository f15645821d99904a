package io.caretaker.web.page;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.AlertAnswers;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the buttons of pages do. Each form says with `back` to which page its answer leads; what
/// came of it stands at the top there.
public final class Actions {
    private static final String ACTOR_FALLBACK = "web";
    private static final Map<String, Duration> TIMES =
            Map.of(
                    "1h", Duration.ofHours(1),
                    "4h", Duration.ofHours(4),
                    "1d", Duration.ofDays(1),
                    "7d", Duration.ofDays(7));

    private final RecoveryDesk recovery;
    private final AlertAnswers alerts;
    private final InstantSource clock;

    public Actions(RecoveryDesk recovery, AlertAnswers alerts, InstantSource clock) {
        this.recovery = recovery;
        this.alerts = alerts;
        this.clock = clock;
    }

    /// Does one thing and says what came of it in a sentence.
    @FunctionalInterface
    private interface Action {
        String act(Request request, String actor);
    }

    public List<Route> routes() {
        return List.of(
                route("/do/decide", this::decide),
                route("/do/recover", this::recover),
                route("/do/lift-block", this::liftBlock),
                route("/do/pause", this::pause),
                route("/do/resume", this::resume),
                route("/do/acknowledge", this::acknowledge),
                route("/do/mute", this::mute));
    }

    private static Route route(String path, Action action) {
        return Route.page(Method.POST, path, Access.OPERATOR, request -> answer(request, action));
    }

    private static Answer answer(Request request, Action action) {
        String name = request.caller().actor();
        try {
            return Flash.back(request, action.act(request, name.isEmpty() ? ACTOR_FALLBACK : name));
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            return Flash.back(request, "That did not work: " + problem.message() + ".");
        }
    }

    private String decide(Request request, String actor) {
        String id = field(request, "id");
        return switch (field(request, "verdict")) {
            case "approve" -> {
                recovery.approve(id, actor);
                yield "You have approved the recovery; caretaker goes on with it.";
            }
            case "deny" -> {
                recovery.deny(id, actor);
                yield "You have denied the recovery; caretaker leaves it alone.";
            }
            default -> throw new Refusal(400, "the verdict must be approve or deny", "");
        };
    }

    private String recover(Request request, String actor) {
        boolean force = request.form("force").isPresent();
        recovery.ask(service(request), force, actor);
        return "Caretaker was asked to recover it; what comes of it is shown here.";
    }

    private String liftBlock(Request request, String actor) {
        boolean lifted = recovery.acknowledge(service(request), "", actor);
        return lifted ? "It may be healed again." : "Nothing kept it from being healed.";
    }

    private String pause(Request request, String actor) {
        recovery.pause(time(request), request.form("reason").orElse(""), actor);
        return "Recovery is paused everywhere; watching goes on.";
    }

    private String resume(Request request, String actor) {
        return recovery.resume(actor) ? "Recovery goes on." : "Recovery was not paused.";
    }

    private String acknowledge(Request request, String actor) {
        List<String> ids = request.form().getOrDefault("id", List.of());
        if (ids.isEmpty()) {
            throw new Refusal(400, "the form names no alert", "");
        }
        alerts.acknowledge(ids, null, request.form("comment").orElse(""), actor);
        return "It is noted that you see to it.";
    }

    private String mute(Request request, String actor) {
        Duration time = time(request);
        alerts.mute(
                matcher(service(request)),
                time == null ? null : clock.instant().plus(time),
                request.form("reason").orElse(""),
                actor);
        return "Nobody is told of it "
                + (time == null
                        ? "until the mute is lifted."
                        : "for " + Amounts.duration(time) + ".");
    }

    private static AlertMatcher matcher(ServiceId service) {
        return new AlertMatcher(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(service.value()),
                Set.of(),
                Set.of(),
                Set.of());
    }

    /// How long; null until somebody ends it.
    private static @Nullable Duration time(Request request) {
        String word = field(request, "time");
        if (word.equals("open")) {
            return null;
        }
        Duration time = TIMES.get(word);
        if (time == null) {
            throw new Refusal(400, "the time must be 1h, 4h, 1d, 7d or open", "");
        }
        return time;
    }

    private static ServiceId service(Request request) {
        try {
            return new ServiceId(field(request, "id"));
        } catch (IllegalArgumentException _) {
            throw new Refusal(400, "the form names no service", "");
        }
    }

    private static String field(Request request, String name) {
        return request.form(name).orElseThrow(() -> new Refusal(400, "the form lacks " + name, ""));
    }
}
