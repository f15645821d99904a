package io.caretaker.web.page;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.ApprovalCase;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Recoveries that wait for a person, and pausing all recovery.
public final class Approvals {
    private static final String PATH = "/approvals";
    private static final Duration RECENT = Duration.ofDays(2);
    private static final int DECIDED = 50;
    private static final Map<String, Duration> TIMES =
            Map.of(
                    "15m", Duration.ofMinutes(15),
                    "1h", Duration.ofHours(1),
                    "4h", Duration.ofHours(4),
                    "1d", Duration.ofDays(1));

    private final Daemon daemon;
    private final Desks desks;
    private final Frames frames;

    public Approvals(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH, Access.VIEWER, this::page),
                Route.page(Method.GET, PATH + "/{id}", Access.VIEWER, this::ask),
                Route.page(Method.POST, PATH + "/{id}", Access.OPERATOR, this::decide),
                Route.page(Method.POST, PATH + "/pause", Access.OPERATOR, this::pause),
                Route.page(Method.POST, PATH + "/resume", Access.OPERATOR, this::resume));
    }

    private Answer page(Request request) {
        Instant now = daemon.clock().instant();
        Inventory inventory = daemon.caretaker().inventory();
        List<ApprovalsPage.Decided> decided =
                daemon.store().recovery().approvals(now.minus(RECENT)).stream()
                        .filter(each ->
                                each.verdict() != Approval.Verdict.PENDING || each.expired(now))
                        .limit(DECIDED)
                        .map(each ->
                                ApprovalsPage.Decided.of(
                                        each, inventory.service(each.service()).orElse(null), now))
                        .toList();
        var page =
                new ApprovalsPage(
                        PauseWords.of(desks.recovery().pause().orElse(null), now),
                        desks.recovery().approvals().stream().map(this::waiting).toList(),
                        decided);
        return frames.page("approvals", "Approvals", Section.APPROVALS, request, page);
    }

    private ApprovalsPage.Waiting waiting(Approval approval) {
        return ApprovalsPage.Waiting.of(
                approval,
                daemon.caretaker().inventory().service(approval.service()).orElse(null),
                daemon.caretaker().state(approval.service()),
                daemon.clock().instant());
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
                        waiting(known.approval()),
                        verdict == null ? null : approves(verdict),
                        daemon.clock().instant());
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
