package io.caretaker.web.api;

import io.caretaker.core.document.RecoveryAnswerDocument;
import io.caretaker.core.document.RecoveryRequestDocument;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
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
import io.caretaker.web.http.Repeatable;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Recoveries that people ask for.
public final class RecoveriesApi {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int LONGEST_WAIT = 600;
    private static final String REQUESTS = "/api/v1/recovery-requests/";

    private final Desks desks;

    public RecoveriesApi(Desks desks) {
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
                                .described(
                                        "The decision that the recovery itself would take; nothing"
                                                + " is done. For operators after the same look at"
                                                + " the host, the dependencies, the process and the"
                                                + " log, which takes seconds, and with the veto"
                                                + " command asked; for others from what is known.")
                                .query("force", Schema.bool(), "as if it were forced")
                                .answers(RecoveryShapes.VERDICT),
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
                                .answers(202, RecoveryShapes.REQUEST)
                                .sends(AnswerHeader.LOCATION)
                                .also(200),
                        (Repeatable) this::recover),
                new Route(
                        Method.GET,
                        REQUESTS + "{request_id}",
                        Access.VIEWER,
                        Operation.of(
                                        "getRecoveryRequest",
                                        "recovery",
                                        "A recovery that was asked for")
                                .path("request_id", "its id")
                                .answers(RecoveryShapes.REQUEST),
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
                        this::acknowledge));
    }

    private static Operation ofService(String id, String summary) {
        return Operation.of(id, "recovery", summary)
                .path("service_id", "its id, display name or unit");
    }

    private RecoveryDesk recovery() {
        return desks.recovery();
    }

    private Answer verdict(Request request) throws InterruptedException {
        Service service = desks.service(request);
        boolean force = Query.yes(request, "force");
        RecoveryVerdict verdict =
                request.caller().access().includes(Access.OPERATOR)
                        ? recovery().verdict(service.id(), force)
                        : recovery().outlook(service.id(), force);
        return Answer.json(RecoveryAnswerDocument.verdict(service.id(), verdict.deliberation()));
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
}
