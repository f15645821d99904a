package io.caretaker.web.api;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.FailurePattern;
import io.caretaker.core.recovery.Guard;
import io.caretaker.core.status.Status;
import io.caretaker.web.http.Schema;

/// Shapes of what is said about recoveries.
final class RecoveryShapes {
    private static final Schema GUARD =
            Schema.object("GuardAnswer")
                    .field("guard", Shapes.words(Guard.values()), "")
                    .field("agrees", Schema.bool(), "whether it has nothing against it")
                    .field("message", Shapes.TEXT, "why");

    static final Schema VERDICT =
            deliberation(
                    Schema.object("RecoveryVerdict")
                            .field("service_id", Shapes.TEXT, "")
                            .field("dry_run", Schema.bool(), "always true")
                            .field("would_act", Schema.bool(), "")
                            .field("message", Shapes.TEXT, "why"));

    static final Schema REQUEST =
            Schema.object("RecoveryRequest")
                    .field("id", Shapes.TEXT, "")
                    .field("service_id", Shapes.TEXT, "")
                    .field("requested_by", Shapes.TEXT, "")
                    .field("requested_at", Shapes.WHEN, "")
                    .field("force", Schema.bool(), "")
                    .field("finished_at", Shapes.WHEN_OR_NULL, "null until it is done")
                    .field("success", Schema.bool().orNull(), "null until it is done")
                    .field("message", Shapes.TEXT, "what happened");

    static final Schema APPROVAL = approval("Approval");

    static final Schema APPROVAL_CASE =
            deliberation(
                    approval("ApprovalCase")
                            .field("service_label", Shapes.TEXT, "")
                            .field("environment", Shapes.TEXT, "")
                            .field("current_status", Shapes.words(Status.values()), "")
                            .field("newest_check", Shapes.TEXT, "what it found")
                            .field("last_check", Shapes.WHEN_OR_NULL, "")
                            .field("since", Shapes.WHEN_OR_NULL, "since when the status holds")
                            .field("consecutive_failures", Schema.integer(), "")
                            .field(
                                    "failed_checks",
                                    Schema.listOf(failedCheck()),
                                    "newest first, 10 at most")
                            .field("host", host(), "")
                            .field(
                                    "recoveries",
                                    Schema.listOf(recovery()),
                                    "newest first, 10 at most")
                            .field(
                                    "would_act",
                                    Schema.bool(),
                                    "whether a yes would lead to a step now")
                            .field("decision", Shapes.TEXT, "which step, or what stands against it")
                            .field("if_undecided", Shapes.TEXT, "what happens without an answer")
                            .field("missing", Shapes.TEXTS, "what could not be read"));

    private RecoveryShapes() {}

    private static Schema approval(String name) {
        return Schema.object(name)
                .field("id", Shapes.TEXT, "")
                .field("service_id", Shapes.TEXT, "")
                .field("reason", Shapes.TEXT, "")
                .field("requested_at", Shapes.WHEN, "")
                .field("expires_at", Shapes.WHEN, "")
                .field("verdict", Shapes.words(Approval.Verdict.values()), "")
                .field("decided_by", Shapes.TEXT_OR_NULL, "")
                .field("decided_at", Shapes.WHEN_OR_NULL, "");
    }

    private static Schema deliberation(Schema schema) {
        return schema.field(
                        "looked",
                        Schema.bool(),
                        "whether host, dependencies, process and log were asked anew, as right"
                                + " before a step; for operators only")
                .field("plan", Shapes.TEXTS, "what would be run, in its order")
                .field("cause", Shapes.words(FailurePattern.values()), "as far as its log tells")
                .field("log_lines", Shapes.TEXTS, "those that tell it, without secrets")
                .field("guards", Schema.listOf(GUARD), "who was asked, and what they say");
    }

    private static Schema failedCheck() {
        return Schema.object("FailedCheck")
                .field("timestamp", Shapes.WHEN, "")
                .field("check_type", Shapes.words(CheckType.values()), "")
                .field("status", Shapes.words(Status.values()), "")
                .field("response_time_ms", Schema.number(), "")
                .field("error", Shapes.TEXT_OR_NULL, "");
    }

    private static Schema host() {
        return Schema.object("HostOfCase")
                .field("host_id", Shapes.TEXT, "")
                .field("hostname", Shapes.TEXT, "")
                .field("status", Shapes.words(HostStatus.values()), "")
                .field("answers", Schema.bool(), "as far as is known")
                .field("message", Shapes.TEXT, "why it does not; empty when it does");
    }

    private static Schema recovery() {
        return Schema.object("PastRecovery")
                .field("timestamp", Shapes.WHEN, "")
                .field("action", Shapes.TEXT, "")
                .field("actor", Shapes.TEXT, "caretaker, or a person")
                .field("success", Schema.bool(), "")
                .field("message", Shapes.TEXT, "");
    }
}
