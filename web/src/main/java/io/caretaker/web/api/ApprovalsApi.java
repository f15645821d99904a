package io.caretaker.web.api;

import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.recovery.Approval;
import io.caretaker.server.desk.RecoveryDesk;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.List;

/// Recoveries that wait for a person.
public final class ApprovalsApi {
    private final Desks desks;

    public ApprovalsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/approvals",
                        Access.VIEWER,
                        Operation.of(
                                        "listApprovals",
                                        "recovery",
                                        "Recoveries that wait for a person")
                                .answers(Schema.listOf(RecoveryShapes.APPROVAL)),
                        _ ->
                                Answer.json(
                                        recovery().approvals().stream()
                                                .map(ApprovalDocument::of)
                                                .toList())),
                new Route(
                        Method.GET,
                        "/api/v1/approvals/{approval_id}",
                        Access.VIEWER,
                        Operation.of(
                                        "getApproval",
                                        "recovery",
                                        "A recovery that waits for a person, with all that speaks"
                                                + " for and against it")
                                .described(
                                        "Failed checks, host, earlier recoveries, what the log tells,"
                                                + " what would be run, and what each guard says. For"
                                                + " operators after a look at the host, the process"
                                                + " and the log, which takes seconds. Also those that"
                                                + " were decided or have expired in the last two"
                                                + " days.")
                                .path("approval_id", "its id")
                                .answers(RecoveryShapes.APPROVAL_CASE),
                        this::one),
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
                        request -> decided(request, recovery()::deny)));
    }

    private static Operation ofApproval(String id, String summary) {
        return Operation.of(id, "recovery", summary)
                .path("approval_id", "its id")
                .answers(RecoveryShapes.APPROVAL);
    }

    private RecoveryDesk recovery() {
        return desks.recovery();
    }

    private Answer one(Request request) throws InterruptedException {
        boolean look = request.caller().access().includes(Access.OPERATOR);
        return Answer.json(
                ApprovalDocument.of(
                        recovery().approvalCase(request.parameter("approval_id"), look),
                        desks.daemon().clock().instant()));
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
}
