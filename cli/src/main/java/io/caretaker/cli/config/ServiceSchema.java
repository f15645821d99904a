package io.caretaker.cli.config;

import static io.caretaker.cli.config.Setting.Type.BOOLEAN;
import static io.caretaker.cli.config.Setting.Type.COMMAND;
import static io.caretaker.cli.config.Setting.Type.DATE;
import static io.caretaker.cli.config.Setting.Type.INTEGER;
import static io.caretaker.cli.config.Setting.Type.NUMBER;
import static io.caretaker.cli.config.Setting.Type.PATH;
import static io.caretaker.cli.config.Setting.Type.SECONDS;
import static io.caretaker.cli.config.Setting.Type.TEXT;
import static io.caretaker.cli.config.Setting.Type.TEXTS;

import io.caretaker.cli.config.Setting.Section;
import io.caretaker.cli.config.Setting.Value;
import java.util.ArrayList;
import java.util.List;

/// The part of [ConfigSchema] that declares a service.
final class ServiceSchema {
    static final List<String> DAYS_OF_WEEK =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    static final List<String> METHODS =
            List.of("ssh", "http", "tcp", "database", "custom", "process", "host");

    static final List<String> SEVERITIES = List.of("low", "medium", "high", "critical");

    private ServiceSchema() {}

    static List<Setting> service() {
        var monitoring = new ArrayList<Setting>();
        monitoring.add(Value.word("method", METHODS, "", "How it is checked.").mandatory());
        monitoring.addAll(monitoring());
        return List.of(
                Value.of("service_id", TEXT, "", "Unique, readable name.").mandatory(),
                Value.of("host_id", TEXT, "", "The host it runs on.").mandatory(),
                Value.of("service_name", TEXT, "the service_id", "Its systemd unit."),
                Value.of("service_type", TEXT, "other", "postgresql, mariadb, mysql, nginx, …"),
                Value.of("display_name", TEXT, "", "The name to show."),
                Value.of("description", TEXT, "", "What it is for."),
                new Section("monitoring", "How it is checked.", monitoring),
                new Section("check", "What is asked; the keys depend on the method.", check()),
                new Section("recovery", "Whether and how it is healed.", recovery()),
                alerting(),
                CareSchema.care(),
                healthCheck(),
                control(),
                Value.of("logs", TEXTS, "", "Log files whose end tells why it died."),
                Value.of("configs", TEXTS, "", "Configuration files to keep good copies of."),
                Value.of("environment", TEXT, "the host's", "The stage it belongs to."),
                Value.of("region", TEXT, "the host's", "Region or data centre."),
                Value.of("tags", TEXTS, "", "To find it by."),
                Value.of("dependencies", TEXTS, "", "Services (`service_id`) it needs."));
    }

    static List<Setting> monitoring() {
        return List.of(
                Value.of("enabled", BOOLEAN, "true", "Whether it is checked."),
                Value.of("interval_sec", SECONDS, "60", "Time between two checks."),
                Value.of("timeout_sec", SECONDS, "30", "Time limit of one check."),
                Value.of("retry_attempts", INTEGER, "3", "Retries until a failure is believed."),
                Value.of(
                        "retry_delay_sec",
                        SECONDS,
                        "interval_sec / 10",
                        "Time between two retries; when not given 1 to 5 s."));
    }

    static List<Setting> recovery() {
        return List.of(
                Value.of("recover_on_down", BOOLEAN, "false", "Whether anything is done at all."),
                Value.word(
                        "recover_action",
                        List.of("restart", "reload", "stop", "start", "custom_script"),
                        "restart",
                        "What is done."),
                Value.of("custom_script", COMMAND, "", "The program for custom_script."),
                Value.of("max_recovery_attempts", INTEGER, "3", "Attempts before giving up."),
                Value.of("recovery_cooldown_sec", SECONDS, "300", "Wait after an attempt."),
                Value.of("notify_before_recovery", BOOLEAN, "false", "Tell people first."),
                Value.of("stable_after_sec", SECONDS, "600", "Time until attempts are forgotten."),
                Value.of("max_restarts", INTEGER, "5", "Restarts that make a restart loop."),
                Value.of("action_timeout_sec", SECONDS, "90", "Time limit of one action."),
                Value.of(
                        "block_until",
                        TEXT,
                        "none",
                        "How long it is left alone after it was brought back: none, acknowledged,"
                                + " or a time such as 2h."));
    }

    static Section alerting() {
        return Section.of(
                "alerting",
                "Who is told, and how loudly.",
                Value.of("enabled", BOOLEAN, "true", "Whether anybody is told."),
                Value.of("channels", TEXTS, "", "Names of channels."),
                severity("severity"),
                Value.of("escalation_policy", TEXT, "", "Name of a policy."),
                Value.of(
                        "mute_until", DATE, "", "Nobody is told before (`2026-01-31T10:00:00Z`)."));
    }

    static Setting severity(String key) {
        return Value.word(key, SEVERITIES, "medium", "How loudly.");
    }

    static Section hostLimits(String key) {
        return Section.of(
                key,
                "Limits in percent.",
                Value.of("cpu_warning", NUMBER, "80", "CPU."),
                Value.of("memory_warning", NUMBER, "85", "Memory."),
                Value.of("memory_critical", NUMBER, "95", "Memory."),
                Value.of("disk_warning", NUMBER, "85", "Fullest file system."),
                Value.of("disk_critical", NUMBER, "90", "Fullest file system."),
                Value.of("load_per_core_warning", NUMBER, "4", "Load for each core."));
    }

    private static Section healthCheck() {
        var check = new ArrayList<Setting>();
        check.add(Value.word("kind", METHODS, "", "The method of this check.").mandatory());
        check.addAll(check());
        return Section.of(
                "health_check",
                "A second, deeper question.",
                Value.of("enabled", BOOLEAN, "true", "Whether it is asked."),
                Value.of("endpoint", TEXT, "", "An http URL or tcp://host:port."),
                Value.of("expected_response", TEXT, "", "Text of the answer, or an HTTP status."),
                Value.of("custom_check", COMMAND, "", "A monitoring plugin."),
                new Section(
                        "check", "The question with all settings, as `check` has them.", check));
    }

    private static Section control() {
        return Section.of(
                "control",
                "How it is started and stopped: `none`, or one of these.",
                Value.of("systemd", TEXT, "the service_name", "Unit."),
                Value.of("sysv", TEXT, "", "Script of /etc/init.d."),
                Value.of("openrc", TEXT, "", "Service of OpenRC."),
                Section.of(
                        "pg_ctlcluster",
                        "A Debian PostgreSQL cluster.",
                        Value.of("version", TEXT, "", "Such as 15.").mandatory(),
                        Value.of("name", TEXT, "", "Such as main.").mandatory()),
                Section.of(
                        "commands",
                        "Commands of your own.",
                        Value.of("start", COMMAND, "", "Starts it."),
                        Value.of("stop", COMMAND, "", "Stops it."),
                        Value.of("restart", COMMAND, "", "Without it: stop, then start."),
                        Value.of("reload", COMMAND, "", "Makes it read its configuration."),
                        Value.of("user", TEXT, "", "Who they run as.")));
    }

    private static List<Setting> check() {
        return List.of(
                Value.of("host", TEXT, "the host's address", "tcp, database: where."),
                Value.of("port", INTEGER, "the engine's", "tcp, database: where."),
                Value.of("send", TEXT, "", "tcp: what is sent."),
                Value.of("expect", TEXT, "", "tcp: what the answer must contain."),
                Value.of("url", TEXT, "", "http: where."),
                Value.word("method", List.of("get", "head", "post"), "get", "http: the verb."),
                Value.of("headers", Setting.Type.TEXT_MAP, "", "http: headers that are sent."),
                Value.of("body", TEXT, "", "http: what a POST sends."),
                Value.of(
                        "statuses",
                        Setting.Type.INTEGERS,
                        "200 to 399",
                        "http: accepted status codes."),
                Value.of("expect_text", TEXT, "", "http: occurs in the answer."),
                Value.of("expect_regex", TEXT, "", "http: is found in the answer."),
                Section.of(
                        "expect_json",
                        "http: what the JSON answer has.",
                        Value.of("path", TEXT, "", "Such as `status.db[0].ok`.").mandatory(),
                        Value.of("value", Setting.Type.SCALAR, "anything", "What stands there.")),
                Value.of("slow_after_sec", SECONDS, "", "http: slower is a warning."),
                Value.of("certificate_days", INTEGER, "14", "http: fewer left is a warning."),
                Value.of("follow_redirects", BOOLEAN, "false", "http: go where it points."),
                Value.of("verify_tls", BOOLEAN, "true", "http: check the certificate."),
                Value.of("ca_file", PATH, "", "http, database: certificate authority."),
                Value.of("pid_file", PATH, "", "process: file with its number."),
                Value.of("match", TEXT, "", "process: regular expression on its command line."),
                Value.of("command", COMMAND, "", "custom: the monitoring plugin."),
                Value.of("environment", Setting.Type.TEXT_MAP, "", "custom: its environment."),
                Value.word(
                        "engine",
                        List.of("postgresql", "mysql", "mariadb", "mongodb"),
                        "the service_type",
                        "database: which."),
                Value.of("database", TEXT, "the engine's", "database: to connect to."),
                Value.of("user", TEXT, "", "database: who logs in."),
                Section.of(
                        "password",
                        "database: where the password is kept; exactly one of these.",
                        Value.of("env", TEXT, "", "An environment variable."),
                        Value.of("file", PATH, "", "A file that only its owner can read."),
                        Value.of("command", COMMAND, "", "A command that prints it.")),
                Value.word(
                        "tls",
                        List.of("default", "off", "require", "verify"),
                        "default",
                        "database: default verifies everywhere but on loopback."),
                Value.word(
                        "tunnel",
                        List.of("auto", "always", "never"),
                        "auto",
                        "database: through the connection to its host; auto: when the port is not"
                                + " open."),
                hostLimits("limits"));
    }
}
