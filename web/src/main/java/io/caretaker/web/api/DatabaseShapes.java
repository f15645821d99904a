package io.caretaker.web.api;

import io.caretaker.core.check.Fault;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.status.Status;
import io.caretaker.web.http.Schema;
import java.util.List;

/// The shapes of what is known of databases.
final class DatabaseShapes {
    private static final Schema ID = Schema.any().with("type", List.of("integer", "string"));
    private static final Schema STATUS = Schema.oneOf("healthy", "warning", "critical", "unknown");
    private static final Schema SECONDS_OR_NULL = Shapes.NUMBER_OR_NULL;

    private static final Schema ALERT =
            Schema.object("HealthAlert")
                    .field("metric", Shapes.TEXT, "")
                    .field("value", Shapes.NUMBER_OR_NULL, "")
                    .field("threshold", Shapes.NUMBER_OR_NULL, "")
                    .field("severity", Shapes.words(HealthStatus.values()), "")
                    .field("message", Shapes.TEXT, "");

    static final Schema HEALTH =
            Schema.object("Health")
                    .field("status", STATUS, "")
                    .field("score", Schema.integer().orNull(), "0 to 100")
                    .field("alerts", Schema.listOf(ALERT), "")
                    .field("message", Shapes.TEXT, "")
                    .field("reachable", Schema.bool().orNull(), "null when nothing is known")
                    .field("service_id", Shapes.TEXT, "")
                    .field("display_name", Shapes.TEXT, "")
                    .field("host_id", Shapes.TEXT, "")
                    .field("service_type", Shapes.TEXT, "")
                    .field("engine", Shapes.TEXT, "")
                    .field("version", Shapes.TEXT_OR_NULL, "")
                    .field("fingerprint", Shapes.TEXT_OR_NULL, "")
                    .field("notice", Shapes.TEXT_OR_NULL, "")
                    .field("address", Shapes.TEXT, "")
                    .field("timestamp", Shapes.WHEN, "")
                    .field("response_time_ms", Shapes.NUMBER_OR_NULL, "")
                    .field("fault", Shapes.words(Fault.values()).orNull(), "")
                    .field("error_details", Shapes.TEXT_OR_NULL, "")
                    .field("metrics", Schema.mapOf(Shapes.NUMBER_OR_NULL), "by name")
                    .field(
                            "thresholds",
                            Schema.mapOf(
                                    Schema.object("Threshold")
                                            .field("warning", Shapes.NUMBER_OR_NULL, "")
                                            .field("critical", Shapes.NUMBER_OR_NULL, "")
                                            .field("below", Schema.bool(), "")),
                            "by metric")
                    .field("notes", Shapes.TEXTS, "")
                    .field(
                            "details",
                            Schema.mapOf(Schema.listOf(Schema.mapOf(Schema.any()))),
                            "the tables behind metrics");

    static final Schema DATABASE =
            Schema.object("Database")
                    .field("service_id", Shapes.TEXT, "")
                    .field("display_name", Shapes.TEXT, "")
                    .field("host_id", Shapes.TEXT, "")
                    .field("service_type", Shapes.TEXT, "")
                    .field("engine", Shapes.TEXT, "")
                    .field("address", Shapes.TEXT, "")
                    .field("environment", Shapes.TEXT, "")
                    .field("region", Shapes.TEXT, "")
                    .field("current_status", Shapes.words(Status.values()), "")
                    .field("status", STATUS, "of its health")
                    .field("score", Schema.integer().orNull(), "0 to 100")
                    .field("alerts", Schema.listOf(ALERT), "")
                    .field("timestamp", Shapes.WHEN_OR_NULL, "of the newest look");

    private static final Schema SESSION = session("Session");

    static final Schema SESSIONS =
            head("Sessions")
                    .field("connections", Schema.integer().orNull(), "")
                    .field("max_connections", Schema.integer().orNull(), "")
                    .field("sessions", Schema.listOf(SESSION), "")
                    .field("notes", Shapes.TEXTS, "");

    private static final Schema TREE =
            who("LockTree")
                    .field("wait_s", SECONDS_OR_NULL, "")
                    .field("waits_for", Shapes.TEXT_OR_NULL, "")
                    .field("also_blocked_by", Schema.listOf(ID), "")
                    .field("waiting", Schema.integer(), "how many wait for it")
                    .field(
                            "blocked",
                            Schema.listOf(
                                    Schema.any().with("$ref", "#/components/schemas/LockTree")),
                            "");

    static final Schema LOCKS =
            head("Locks")
                    .field("waiting", Schema.integer(), "")
                    .field("trees", Schema.listOf(TREE), "")
                    .field("blocker_not_seen", Schema.listOf(SESSION), "")
                    .field("notes", Shapes.TEXTS, "");

    static final Schema ENDED =
            Schema.object("SessionEnd")
                    .field("service_id", Shapes.TEXT, "")
                    .field("method", Schema.oneOf("cancel", "terminate"), "")
                    .field("dry_run", Schema.bool(), "")
                    .field("at", Shapes.WHEN, "")
                    .field(
                            "sessions",
                            Schema.listOf(
                                    session("EndedSession")
                                            .optional(
                                                    "result",
                                                    Schema.oneOf(
                                                            "cancelled",
                                                            "terminated",
                                                            "gone",
                                                            "denied",
                                                            "still_there",
                                                            "failed"),
                                                    "not in a dry run")
                                            .optional("message", Shapes.TEXT, "")
                                            .optional("hint", Shapes.TEXT, "")),
                            "");

    private static final Schema VICTIM =
            who("CleanupVictim")
                    .field("offence", Shapes.TEXT, "")
                    .field("reason", Shapes.TEXT, "")
                    .field("waiting", Schema.integer(), "")
                    .optional("how", Shapes.TEXT, "how it ended, in words")
                    .optional("took_s", SECONDS_OR_NULL, "")
                    .optional("message", Shapes.TEXT, "")
                    .optional("hint", Shapes.TEXT_OR_NULL, "");

    private static final Schema EXPLANATION =
            Schema.object("CleanupExplanation")
                    .field("rules", Shapes.TEXTS, "")
                    .field(
                            "sessions",
                            Schema.listOf(
                                    Schema.object("CleanupDecision")
                                            .field("pid", ID, "")
                                            .field("user", Shapes.TEXT_OR_NULL, "")
                                            .field(
                                                    "decision",
                                                    Shapes.words(CleanupExplanation.Kind.values()),
                                                    "")
                                            .field("reason", Shapes.TEXT, "")),
                            "");

    static final Schema CLEANUP =
            Schema.object("Cleanup")
                    .field("service_id", Shapes.TEXT, "")
                    .field("at", Shapes.WHEN, "")
                    .field("fingerprint", Shapes.TEXT_OR_NULL, "")
                    .field("dry_run", Schema.bool(), "")
                    .field("ended", Schema.listOf(VICTIM), "")
                    .field(
                            "spared",
                            Schema.listOf(who("SparedSession").field("reason", Shapes.TEXT, "")),
                            "")
                    .field("failed", Schema.listOf(VICTIM), "")
                    .field("notes", Shapes.TEXTS, "")
                    .optional(
                            "explanation",
                            EXPLANATION,
                            "why of every session; when it was asked for");

    static final Schema LOCKDOWN =
            Schema.object("Lockdown")
                    .field("service_id", Shapes.TEXT, "")
                    .field("locked_down", Schema.bool(), "")
                    .field("by", Shapes.TEXT_OR_NULL, "")
                    .field("since", Shapes.WHEN_OR_NULL, "")
                    .field("message", Shapes.TEXT, "");

    private DatabaseShapes() {}

    private static Schema head(String name) {
        return Schema.object(name)
                .field("service_id", Shapes.TEXT, "")
                .field("at", Shapes.WHEN, "by the server's clock")
                .field("version", Shapes.TEXT_OR_NULL, "")
                .field("fingerprint", Shapes.TEXT_OR_NULL, "");
    }

    private static Schema who(String name) {
        return Schema.object(name)
                .field("pid", ID, "")
                .field("user", Shapes.TEXT_OR_NULL, "")
                .field("application", Shapes.TEXT_OR_NULL, "")
                .field("database", Shapes.TEXT_OR_NULL, "")
                .field("state", Shapes.TEXT, "")
                .field("age_s", SECONDS_OR_NULL, "in this state; of a running query its age")
                .field("query", Shapes.TEXT_OR_NULL, "without its values");
    }

    private static Schema session(String name) {
        return who(name)
                .field("client", Shapes.TEXT_OR_NULL, "")
                .field("kind", Shapes.words(SessionKind.values()), "")
                .field("transaction_age_s", SECONDS_OR_NULL, "")
                .field("query_age_s", SECONDS_OR_NULL, "")
                .field("waits_for", Shapes.TEXT_OR_NULL, "")
                .field("lock_wait_s", SECONDS_OR_NULL, "")
                .field("blocked_by", Schema.listOf(ID), "")
                .field("endable", Schema.bool(), "")
                .field("not_endable_because", Shapes.TEXT_OR_NULL, "");
    }
}
