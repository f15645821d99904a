package io.caretaker.web.api;

import io.caretaker.core.check.CheckType;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.Status;
import io.caretaker.web.http.Schema;
import java.util.List;

/// The shapes of what is watched.
final class InventoryShapes {
    static final Schema SECRET =
            Schema.object("SecretReference")
                    .optional("env", Shapes.TEXT, "the variable that has it")
                    .optional("file", Shapes.TEXT, "the file that has it")
                    .optional("command", Shapes.TEXTS, "the command that prints it")
                    .described("where a secret is kept");

    static final Schema HOST =
            Schema.object("Host")
                    .field("host_id", Shapes.TEXT, "")
                    .field("hostname", Shapes.TEXT, "")
                    .field("ip_address", Shapes.TEXT, "")
                    .field("environment", Shapes.TEXT, "")
                    .field("region", Shapes.TEXT, "")
                    .optional(
                            "location",
                            Schema.object("Location")
                                    .optional("datacenter", Shapes.TEXT, "")
                                    .optional("rack", Shapes.TEXT, "")
                                    .optional("zone", Shapes.TEXT, ""),
                            "")
                    .field(
                            "ssh_config",
                            Schema.object("SshConfig")
                                    .field("user", Shapes.TEXT, "")
                                    .field("port", Schema.integer(), "")
                                    .optional("key_path", Shapes.TEXT, "")
                                    .optional("key_passphrase", SECRET, "")
                                    .field("use_sudo", Schema.bool(), "")
                                    .optional("sudo_password", SECRET, "")
                                    .optional("jumps", Shapes.TEXTS, "")
                                    .field("watch_processes", Schema.bool(), ""),
                            "")
                    .field(
                            "metadata",
                            Schema.object("HostMetadata")
                                    .optional("os", Shapes.TEXT, "")
                                    .optional("purpose", Shapes.TEXT, "")
                                    .field("tags", Shapes.TEXTS, ""),
                            "")
                    .field("status", Shapes.words(HostStatus.values()), "")
                    .field("origin", Shapes.words(Origin.values()), "")
                    .field("created_at", Shapes.WHEN, "")
                    .field("updated_at", Shapes.WHEN, "")
                    .field("last_seen", Shapes.WHEN_OR_NULL, "null before the first connection");

    private static final Schema RECOVERY =
            Schema.object("RecoveryPolicy")
                    .field("recover_on_down", Schema.bool(), "")
                    .field(
                            "recover_action",
                            Schema.oneOf("restart", "reload", "stop", "start", "custom_script"),
                            "")
                    .optional("custom_script", Shapes.COMMAND, "")
                    .field("max_recovery_attempts", Schema.integer(), "")
                    .field("recovery_cooldown_sec", Schema.seconds(), "")
                    .field("notify_before_recovery", Schema.bool(), "")
                    .field("stable_after_sec", Schema.seconds(), "")
                    .field("max_restarts", Schema.integer(), "")
                    .field("action_timeout_sec", Schema.seconds(), "")
                    .field("block_until", Shapes.TEXT, "none, acknowledged or a time such as 2h");

    private static final Schema ALERTING =
            Schema.object("Alerting")
                    .field("enabled", Schema.bool(), "")
                    .field("channels", Shapes.TEXTS, "")
                    .field("severity", Shapes.words(Severity.values()), "")
                    .optional("escalation_policy", Shapes.TEXT, "")
                    .field("mute_until", Shapes.WHEN_OR_NULL, "");

    private static final Schema MONITORING =
            Schema.object("Monitoring")
                    .field("method", Shapes.TEXT, "")
                    .field("enabled", Schema.bool(), "")
                    .field("interval_sec", Schema.seconds(), "")
                    .field("timeout_sec", Schema.seconds(), "")
                    .field("retry_attempts", Schema.integer(), "")
                    .field("retry_delay_sec", Schema.seconds(), "");

    /// What people write of a service.
    static final Schema SERVICE_ENTRY = entry("ServiceEntry");

    /// With its state.
    static final Schema SERVICE =
            entry("Service")
                    .field("current_status", Shapes.words(Status.values()), "")
                    .field("last_check", Shapes.WHEN_OR_NULL, "")
                    .field("last_status_change", Shapes.WHEN_OR_NULL, "")
                    .field("uptime_percentage", Shapes.NUMBER_OR_NULL, "")
                    .field("consecutive_failures", Schema.integer(), "");

    static final Schema ENVIRONMENT =
            Schema.object("Environment")
                    .field("env_name", Shapes.TEXT, "")
                    .optional("description", Shapes.TEXT, "")
                    .optional("color", Shapes.TEXT, "")
                    .field("alert_severity", Shapes.words(Severity.values()), "")
                    .optional(
                            "maintenance_window",
                            Schema.object("MaintenanceWindow")
                                    .optional("day", Shapes.TEXT, "every day where it is absent")
                                    .field("start_time", Shapes.TEXT, "")
                                    .field("end_time", Shapes.TEXT, "")
                                    .field("timezone", Shapes.TEXT, ""),
                            "")
                    .field("approval_required", Schema.bool(), "")
                    .field("origin", Shapes.words(Origin.values()), "")
                    .field("created_at", Shapes.WHEN, "");

    private static final Schema METRICS =
            Schema.mapOf(
                    Schema.any()
                            .with(
                                    "anyOf",
                                    List.of(Schema.number(), Schema.mapOf(Schema.number()))));

    static final Schema HISTORY =
            Schema.object("HistoryEntry")
                    .field("service_id", Shapes.TEXT, "")
                    .field("host_id", Shapes.TEXT, "")
                    .field("timestamp", Shapes.WHEN, "")
                    .field("check_type", Shapes.words(CheckType.values()), "")
                    .field("status", Shapes.words(Status.values()), "")
                    .field("status_code", Schema.integer(), "0 for success, 100 for unknown")
                    .field("response_time_ms", Schema.number(), "")
                    .field("metrics", METRICS, "by name; those of one's own under custom")
                    .optional("error", Shapes.TEXT, "")
                    .optional("error_details", Shapes.TEXT, "")
                    .field("recovery_attempted", Schema.bool(), "")
                    .optional("recovery_action", Shapes.TEXT, "")
                    .optional("recovery_success", Schema.bool(), "")
                    .optional("recovery_message", Shapes.TEXT, "")
                    .field("expires_at", Shapes.WHEN, "when the row is no longer kept");

    static final Schema ROLLUP =
            Schema.object("HourlyRollup")
                    .field("service_id", Shapes.TEXT, "")
                    .field("hour", Shapes.WHEN, "when the hour begins")
                    .field("up", Schema.integer(), "results that were up or warning")
                    .field("down", Schema.integer(), "")
                    .field("unknown", Schema.integer(), "")
                    .field("uptime_percentage", Shapes.NUMBER_OR_NULL, "")
                    .field("mean_response_time_ms", Shapes.NUMBER_OR_NULL, "")
                    .field("max_response_time_ms", Shapes.NUMBER_OR_NULL, "");

    static final Schema REMOVED =
            Schema.object("Removed")
                    .field("removed", Shapes.TEXTS, "the ids of what was named")
                    .field("services", Shapes.TEXTS, "the ids of services that go with their host")
                    .field("dry_run", Schema.bool(), "");

    private InventoryShapes() {}

    private static Schema entry(String name) {
        return Schema.object(name)
                .field("service_id", Shapes.TEXT, "")
                .field("host_id", Shapes.TEXT, "")
                .field("service_name", Shapes.TEXT, "its unit")
                .field("service_type", Shapes.TEXT, "")
                .optional("display_name", Shapes.TEXT, "")
                .optional("description", Shapes.TEXT, "")
                .field("monitoring", MONITORING, "")
                .optional("check", ServiceShapes.CHECK, "")
                .field("recovery", RECOVERY, "")
                .field("alerting", ALERTING, "")
                .optional("care", ServiceShapes.CARE, "databases only")
                .field("health_check", ServiceShapes.HEALTH_CHECK, "")
                .field("control", ServiceShapes.CONTROL, "how it is started and stopped; none")
                .optional("logs", Shapes.TEXTS, "")
                .optional("configs", Shapes.TEXTS, "")
                .field("environment", Shapes.TEXT, "")
                .field("region", Shapes.TEXT, "")
                .field("tags", Shapes.TEXTS, "")
                .field("dependencies", Shapes.TEXTS, "")
                .field("origin", Shapes.words(Origin.values()), "")
                .field("created_at", Shapes.WHEN, "")
                .field("updated_at", Shapes.WHEN, "");
    }
}
