package io.caretaker.web.api;

import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.document.PauseDocument;
import io.caretaker.core.document.RecoveryAnswerDocument;
import io.caretaker.core.document.RecoveryRequestDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.RecoveryRequest;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.server.desk.RecoveryVerdict;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Idempotency;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Healing, as far as people have a say in it.
public final class RecoveryApi {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LONGEST_WAIT = 600;
    private static final String REQUESTS = "/api/v1/recovery-requests/";

    private static final Schema VERDICT =
            Schema.object("RecoveryVerdict")
                    .field("service_id", Shapes.TEXT, "")
                    .field("dry_run", Schema.bool(), "always true")
                    .field("would_act", Schema.bool(), "")
                    .field("message", Shapes.TEXT, "why");

    private static final Schema REQUEST =
            Schema.object("RecoveryRequest")
                    .field("id", Shapes.TEXT, "")
                    .field("service_id", Shapes.TEXT, "")
                    .field("requested_by", Shapes.TEXT, "")
                    .field("requested_at", Shapes.WHEN, "")
                    .field("force", Schema.bool(), "")
                    .field("finished_at", Shapes.WHEN_OR_NULL, "null until it is done")
                    .field("success", Schema.bool().orNull(), "null until it is done")
                    .field("message", Shapes.TEXT, "what happened");

    private static final Schema APPROVAL =
            Schema.object("Approval")
                    .field("id", Shapes.TEXT, "")
                    .field("service_id", Shapes.TEXT, "")
                    .field("reason", Shapes.TEXT, "")
                    .field("requested_at", Shapes.WHEN, "")
                    .field("expires_at", Shapes.WHEN, "")
                    .field("verdict", Shapes.words(Approval.Verdict.values()), "")
                    .field("decided_by", Shapes.TEXT_OR_NULL, "")
                    .field("decided_at", Shapes.WHEN_OR_NULL, "");

    private static final Schema PAUSE =
            Schema.object("Pause")
                    .field("paused", Schema.bool(), "")
                    .optional("by", Shapes.TEXT, "")
                    .optional("reason", Shapes.TEXT, "")
                    .optional("since", Shapes.WHEN, "")
                    .optional("until", Shapes.WHEN_OR_NULL, "null until somebody resumes");

    private final Desks desks;

    public RecoveryApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}/recovery",
                        Access.VIEWER,
                        ofService(
                                        "getRecoveryVerdict",
                                        "Whether a recovery would be carried out now")
                                .query("force", Schema.bool(), "as if it were forced")
                                .answers(VERDICT),
                        this::verdict),
                new Route(
                        Method.POST,
                        "/api/v1/services/{service_id}/recover",
                        Access.OPERATOR,
                        ofService("recoverService", "Ask for a recovery")
                                .described(
                                        "202 with the request, which the daemon carries out; 200"
                                                + " when it was done while the request waited. With"
                                                + " a key, also after a restart of the daemon it is"
                                                + " asked for only once.")
                                .mayTake(
                                        Schema.object("RecoverInput")
                                                .optional(
                                                        "force",
                                                        Schema.bool(),
                                                        "put cooldown, used-up attempts and"
                                                                + " flapping aside")
                                                .optional(
                                                        "wait_sec",
                                                        Schema.integer(),
                                                        "wait so long for the result, up to 600"))
                                .answers(202, REQUEST)
                                .sends(AnswerHeader.LOCATION)
                                .also(200),
                        this::recover),
                new Route(
                        Method.GET,
                        REQUESTS + "{request_id}",
                        Access.VIEWER,
                        Operation.of(
                                        "getRecoveryRequest",
                                        "recovery",
                                        "A recovery that was asked for")
                                .path("request_id", "its id")
                                .answers(REQUEST),
                        this::request),
                new Route(
                        Method.POST,
                        "/api/v1/services/{service_id}/recovery/acknowledge",
                        Access.OPERATOR,
                        ofService("acknowledgeRecovery", "Let a service be healed again")
                                .mayTake(
                                        Schema.object("CommentInput")
                                                .optional(
                                                        "comment",
                                                        Shapes.TEXT,
                                                        "for the audit log"))
                                .answers(
                                        Schema.object("Lifted")
                                                .field("service_id", Shapes.TEXT, "")
                                                .field(
                                                        "lifted",
                                                        Schema.bool(),
                                                        "whether it was blocked")),
                        this::acknowledge),
                new Route(
                        Method.GET,
                        "/api/v1/approvals",
                        Access.VIEWER,
                        Operation.of(
                                        "listApprovals",
                                        "recovery",
                                        "Recoveries that wait for a person")
                                .answers(Schema.listOf(APPROVAL)),
                        _ ->
                                Answer.json(
                                        recovery().approvals().stream()
                                                .map(ApprovalDocument::of)
                                                .toList())),
                new Route(
                        Method.POST,
                        "/api/v1/approvals/{approval_id}/approve",
                        Access.OPERATOR,
                        ofApproval("approveRecovery", "Let a recovery go on"),
                        request -> decided(request, recovery()::approve)),
                new Route(
                        Method.POST,
                        "/api/v1/approvals/{approval_id}/deny",
                        Access.OPERATOR,
                        ofApproval("denyRecovery", "Forbid a recovery"),
                        request -> decided(request, recovery()::deny)),
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

    private static Operation ofService(String id, String summary) {
        return Operation.of(id, "recovery", summary)
                .path("service_id", "its id, display name or unit");
    }

    private static Operation ofApproval(String id, String summary) {
        return Operation.of(id, "recovery", summary)
                .path("approval_id", "its id")
                .answers(APPROVAL);
    }

    private RecoveryDesk recovery() {
        return desks.recovery();
    }

    private Answer verdict(Request request) {
        RecoveryVerdict verdict =
                recovery().verdict(desks.service(request).id(), Query.yes(request, "force"));
        return Answer.json(
                RecoveryAnswerDocument.verdict(
                        verdict.service().id(), verdict.wouldAct(), verdict.reason()));
    }

    private record Order(boolean force, int seconds) {}

    private Answer recover(Request request) throws InterruptedException {
        Service service = desks.service(request);
        Order order =
                Body.read(
                        request,
                        fields -> {
                            int wait = fields.integer("wait_sec", 0);
                            if (wait < 0 || wait > LONGEST_WAIT) {
                                fields.problem("wait_sec", "must be 0 to " + LONGEST_WAIT, "");
                            }
                            return new Order(fields.bool("force", false), wait);
                        });
        RecoveryRequest asked = ask(request, service, order.force());
        RecoveryRequest now = awaited(asked, Duration.ofSeconds(order.seconds()));
        return Answer.json(now.finishedAt() == null ? 202 : 200, RecoveryRequestDocument.of(now))
                .with(AnswerHeader.LOCATION, REQUESTS + now.id());
    }

    private RecoveryRequest ask(Request request, Service service, boolean force) {
        String actor = Desks.actor(request);
        Optional<String> key = Idempotency.key(request);
        if (key.isEmpty()) {
            return recovery().ask(service.id(), force, actor);
        }
        try {
            return recovery().ask(number(actor, key.get()), service.id(), force, actor);
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.DUPLICATE) {
                throw new Refusal(
                        422,
                        "another recovery was asked for with this " + Idempotency.HEADER,
                        "each request needs a key of its own");
            }
            throw problem;
        }
    }

    /// The same for the same caller and key, also in a daemon that was started anew.
    private static String number(String actor, String key) {
        String tag = Answer.tag((actor + '\n' + key).getBytes(StandardCharsets.UTF_8));
        return "k-" + tag.replace("\"", "");
    }

    private RecoveryRequest awaited(RecoveryRequest asked, Duration limit)
            throws InterruptedException {
        RecoveryRequest now = asked;
        if (limit.isPositive()) {
            desks.daemon().caretaker().takeChanges(LOOK);
        }
        long end = desks.daemon().ticker().nanos() + limit.toNanos();
        while (now.finishedAt() == null && desks.daemon().ticker().nanos() < end) {
            Thread.sleep(LOOK);
            now = recovery().request(asked.id()).orElse(now);
        }
        return now;
    }

    private Answer request(Request request) {
        String id = request.parameter("request_id");
        return recovery()
                .request(id)
                .map(found -> Answer.json(RecoveryRequestDocument.of(found)))
                .orElseThrow(() ->
                        new Problem(
                                ProblemCode.NOT_FOUND,
                                "no recovery was asked for under '" + id + "'",
                                "or it was finished long ago"));
    }

    private Answer acknowledge(Request request) {
        Service service = desks.service(request);
        String comment = Body.read(request, fields -> fields.text("comment", ""));
        boolean lifted = recovery().acknowledge(service.id(), comment, Desks.actor(request));
        return Answer.json(Map.of("service_id", service.id().value(), "lifted", lifted));
    }

    private static Answer decided(Request request, Word word) {
        Body.read(request, _ -> true);
        return Answer.json(
                ApprovalDocument.of(
                        word.say(request.parameter("approval_id"), Desks.actor(request))));
    }

    /// What a person says to a recovery that waits.
    @FunctionalInterface
    private interface Word {
        Approval say(String approval, String actor);
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
