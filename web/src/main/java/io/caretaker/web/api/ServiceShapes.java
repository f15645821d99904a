package io.caretaker.web.api;

import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.session.Offence;
import io.caretaker.web.http.Schema;
import java.util.List;

/// The shapes of what is in a service: how it is checked, controlled and, as a database, cared for.
final class ServiceShapes {
    static final Schema CHECK = check();

    static final Schema HEALTH_CHECK =
            Schema.object("HealthCheck")
                    .field("enabled", Schema.bool(), "")
                    .optional("endpoint", Shapes.TEXT, "an http URL, tcp://host:port or host:port")
                    .optional("expected_response", Shapes.TEXT, "a text, or a status code")
                    .optional("custom_check", Shapes.COMMAND, "")
                    .optional("check", CHECK, "what the others cannot say");

    static final Schema CONTROL =
            Schema.any()
                    .with(
                            "anyOf",
                            List.of(
                                    Schema.oneOf("none"),
                                    Schema.object("Control")
                                            .optional("systemd", Shapes.TEXT, "a unit")
                                            .optional("sysv", Shapes.TEXT, "a script")
                                            .optional("openrc", Shapes.TEXT, "a script")
                                            .optional(
                                                    "pg_ctlcluster",
                                                    Schema.object("PostgresCluster")
                                                            .field("version", Shapes.TEXT, "")
                                                            .field("name", Shapes.TEXT, ""),
                                                    "")
                                            .optional(
                                                    "commands",
                                                    Schema.object("ControlCommands")
                                                            .optional("start", Shapes.COMMAND, "")
                                                            .optional("stop", Shapes.COMMAND, "")
                                                            .optional("restart", Shapes.COMMAND, "")
                                                            .optional("reload", Shapes.COMMAND, "")
                                                            .optional("user", Shapes.TEXT, ""),
                                                    "")));

    static final Schema CARE =
            Schema.object("Care")
                    .optional("thresholds", Schema.mapOf(threshold()), "by metric")
                    .optional("cleanup", cleanup(), "")
                    .optional(
                            "protect",
                            Schema.object("Protection")
                                    .field("users", Shapes.TEXTS, "")
                                    .field("applications", Shapes.TEXTS, "")
                                    .field("databases", Shapes.TEXTS, ""),
                            "whom no clean-up ends")
                    .optional("long_query_sec", Schema.seconds(), "")
                    .optional("emergency_on_signal", Schema.bool(), "");

    private ServiceShapes() {}

    private static Schema check() {
        return Schema.object("ServiceCheck")
                .optional("kind", Shapes.TEXT, "of a health_check: its method")
                .optional("host", Shapes.TEXT, "")
                .optional("port", Schema.integer(), "")
                .optional("send", Shapes.TEXT, "tcp")
                .optional("expect", Shapes.TEXT, "tcp")
                .optional("url", Shapes.TEXT, "http")
                .optional("method", Shapes.TEXT, "http: the verb")
                .optional("headers", Schema.mapOf(Shapes.TEXT), "http")
                .optional("body", Shapes.TEXT, "http")
                .optional("statuses", Schema.listOf(Schema.integer()), "http: those that are right")
                .optional("expect_text", Shapes.TEXT, "http")
                .optional("expect_regex", Shapes.TEXT, "http")
                .optional(
                        "expect_json",
                        Schema.object("ExpectedJson")
                                .field("path", Shapes.TEXT, "")
                                .optional("value", Shapes.TEXT, ""),
                        "http")
                .optional("slow_after_sec", Schema.seconds(), "http")
                .optional("certificate_days", Schema.integer(), "http")
                .optional("follow_redirects", Schema.bool(), "http")
                .optional("verify_tls", Schema.bool(), "http")
                .optional("ca_file", Shapes.TEXT, "http and database")
                .optional("pid_file", Shapes.TEXT, "process")
                .optional("match", Shapes.TEXT, "process")
                .optional("command", Shapes.COMMAND, "custom")
                .optional("environment", Schema.mapOf(Shapes.TEXT), "custom")
                .optional("engine", Shapes.words(EngineKind.values()), "database")
                .optional("database", Shapes.TEXT, "database")
                .optional("user", Shapes.TEXT, "database")
                .optional("password", InventoryShapes.SECRET, "database")
                .optional("tls", Shapes.words(DatabaseTarget.TlsMode.values()), "database")
                .optional("tunnel", Shapes.words(TunnelUse.values()), "database")
                .optional("limits", Schema.mapOf(Schema.number()), "host");
    }

    private static Schema threshold() {
        Schema limit =
                Schema.any()
                        .with("type", List.of("number", "string"))
                        .with("description", "or off");
        return Schema.object("CareThreshold")
                .field("warning", limit, "")
                .field("critical", limit, "")
                .field("below", Schema.bool(), "whether little is bad")
                .field("for_sec", Schema.seconds(), "")
                .field("hysteresis_percent", Schema.number(), "");
    }

    private static Schema cleanup() {
        Schema cleanup =
                Schema.object("CareCleanup")
                        .field("enabled", Schema.bool(), "")
                        .field("interval_sec", Schema.seconds(), "")
                        .field("grace_sec", Schema.seconds(), "")
                        .field("max_per_cycle", Schema.integer(), "");
        Schema limit =
                Schema.object("CleanupLimit")
                        .field("end", Schema.bool(), "")
                        .field("after_sec", Schema.seconds(), "")
                        .field("act_at", Shapes.words(HealthStatus.values()), "");
        for (Offence offence : Offence.values()) {
            cleanup = cleanup.field(offence.label(), limit, "");
        }
        return cleanup;
    }
}
