package io.caretaker.web.page;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recoveries that wait for a person, and pausing all recovery.
public final class Approvals {
    private static final String PATH = "/approvals";
    private static final Map<String, Duration> TIMES =
            Map.of(
                    "15m", Duration.ofMinutes(15),
                    "1h", Duration.ofHours(1),
                    "4h", Duration.ofHours(4),
                    "1d", Duration.ofDays(1));

    private final Desks desks;
    private final ApprovalLooks looks;
    private final Frames frames;
    private final LiveFrame live;

    public Approvals(Desks desks, Frames frames, LiveFrame live) {
        this.desks = desks;
        this.looks = new ApprovalLooks(desks);
        this.frames = frames;
        this.live = live;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH, Access.VIEWER, this::page),
                Route.page(Method.GET, "/live" + PATH, Access.VIEWER, this::live),
                Route.page(Method.GET, PATH + "/{id}", Access.VIEWER, this::ask),
                Route.page(Method.POST, PATH + "/{id}", Access.OPERATOR, this::decide),
                Route.page(Method.POST, PATH + "/pause", Access.OPERATOR, this::pause),
                Route.page(Method.POST, PATH + "/resume", Access.OPERATOR, this::resume));
    }

    private Answer page(Request request) {
        return frames.page("approvals", "Approvals", Section.APPROVALS, request, looks.page());
    }

    private Answer live(Request request) {
        return live.answer(request, new Questions(this, request.caller().operator()));
    }

    /// Says which questions are asked and answered to browsers that show them.
    private record Questions(Approvals pages, boolean operator) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (!batch.ofApprovals() && batch.inventory() == null) {
                return List.of();
            }
            return List.of(
                    pages.live.parts(
                            List.of(
                                    "approval/headline",
                                    "approval/waiting",
                                    "approval/pause",
                                    "approval/decided"),
                            Map.of("page", pages.looks.page(), "operator", operator, "csrf", "")));
        }
    }

    private Answer ask(Request request) throws InterruptedException {
        String id = request.parameter("id");
        @Nullable String verdict = request.query("verdict").orElse(null);
        boolean operator = request.caller().access().includes(Access.OPERATOR);
        if (desks.recovery().approvals().stream().noneMatch(each -> each.id().equals(id))) {
            return Flash.to(
                    PATH, request, "That recovery waits no longer: it was decided or has expired.");
        }
        ApprovalCase known = desks.recovery().approvalCase(id, operator);
        ApprovalPage page =
                ApprovalPage.of(
                        known,
                        looks.waiting(known.approval()),
                        verdict == null ? null : approves(verdict),
                        desks.daemon().clock().instant());
        return frames.page("approval", page.question(), Section.APPROVALS, request, page);
    }

    private Answer decide(Request request) {
        boolean approve = approves(request.form("verdict").orElse(""));
        String id = request.parameter("id");
        String actor = request.caller().actor();
        return told(
                request,
                () -> {
                    if (approve) {
                        desks.recovery().approve(id, actor);
                        return "You have approved the recovery; caretaker goes on with it.";
                    }
                    desks.recovery().deny(id, actor);
                    return "You have denied the recovery; caretaker leaves it alone.";
                });
    }

    private static boolean approves(String verdict) {
        return switch (verdict) {
            case "approve" -> true;
            case "deny" -> false;
            default -> throw new Refusal(400, "the verdict must be approve or deny", "");
        };
    }

    private Answer pause(Request request) {
        Duration time = time(request.form("time").orElse("open"));
        String reason = request.form("reason").orElse("").strip();
        return told(
                request,
                () -> {
                    desks.recovery().pause(time, reason, request.caller().actor());
                    return "Recovery is paused everywhere; watching goes on.";
                });
    }

    /// Null until somebody resumes.
    private static @Nullable Duration time(String word) {
        if (word.equals("open")) {
            return null;
        }
        Duration time = TIMES.get(word);
        if (time == null) {
            throw new Refusal(400, "the time must be 15m, 1h, 4h, 1d or open", "");
        }
        return time;
    }

    private Answer resume(Request request) {
        return told(
                request,
                () ->
                        desks.recovery().resume(request.caller().actor())
                                ? "Recovery goes on."
                                : "Recovery was not paused.");
    }

    private static Answer told(Request request, java.util.function.Supplier<String> work) {
        try {
            return Flash.to(PATH, request, work.get());
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.INTERNAL) {
                throw problem;
            }
            return Flash.to(PATH, request, "That did not work: " + problem.message() + ".");
        }
    }
}
