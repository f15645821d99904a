package io.caretaker.cli.config;

import static io.caretaker.cli.config.Setting.Type.BOOLEAN;
import static io.caretaker.cli.config.Setting.Type.COMMAND;
import static io.caretaker.cli.config.Setting.Type.DAYS;
import static io.caretaker.cli.config.Setting.Type.INTEGER;
import static io.caretaker.cli.config.Setting.Type.NUMBER;
import static io.caretaker.cli.config.Setting.Type.PATH;
import static io.caretaker.cli.config.Setting.Type.SECONDS;
import static io.caretaker.cli.config.Setting.Type.TEXT;
import static io.caretaker.cli.config.Setting.Type.TEXTS;

import io.caretaker.cli.config.Setting.Items;
import io.caretaker.cli.config.Setting.Section;
import io.caretaker.cli.config.Setting.Value;
import java.util.ArrayList;
import java.util.List;

/// The declaration of `caretaker.yaml`: every key with its type, default and meaning.
final class ConfigSchema {
    static final List<Setting> SETTINGS =
            List.of(
                    Value.of("node", TEXT, "the host's name", "Name of this caretaker.")
                            .from("CARETAKER_NODE", null),
                    Value.of(
                                    "state",
                                    PATH,
                                    "/var/lib/caretaker for root, else ~/.local/state/caretaker",
                                    "Directory for what caretaker must not forget.")
                            .from("CARETAKER_STATE", "--state"),
                    Value.of(
                            "pid_file",
                            PATH,
                            "",
                            "File that names the running daemon's process; without it none is"
                                    + " written, except by `run --daemon`."),
                    store(),
                    logging(),
                    Section.of(
                            "defaults",
                            "What services mean that do not say it themselves.",
                            monitoring(),
                            recovery(),
                            ServiceSchema.alerting(),
                            CareSchema.care()),
                    Section.of(
                            "history",
                            "How long results are kept.",
                            Value.of("retention_days", DAYS, "30", "Days that raw rows are kept.")
                                    .from("HISTORY_RETENTION_DAYS", null),
                            Value.of(
                                    "rollup_retention_days",
                                    DAYS,
                                    "400",
                                    "Days that hourly roll-ups are kept."),
                            Section.of(
                                    "archive",
                                    "Copies of raw rows that outlive the store.",
                                    Value.of(
                                            "enabled",
                                            BOOLEAN,
                                            "false",
                                            "Whether each day is archived before it expires."),
                                    Value.of(
                                            "directory",
                                            PATH,
                                            "",
                                            "Where; without it, `archive` in the state"
                                                    + " directory."))),
                    Section.of(
                            "limits",
                            "How much is done at once.",
                            Value.of("concurrent_checks", INTEGER, "2000", "Checks at once."),
                            Value.of(
                                    "checks_per_host",
                                    INTEGER,
                                    "64",
                                    "Checks at once on one host."),
                            Value.of(
                                    "concurrent_recoveries",
                                    INTEGER,
                                    "2",
                                    "Recoveries at once on one host.")),
                    Section.of(
                            "network",
                            "What tells a host that is down from a caretaker that is cut off.",
                            Value.of(
                                    "witnesses",
                                    TEXTS,
                                    "",
                                    "HOST:PORT of what answers or refuses as long as caretaker is"
                                            + " not cut off.")),
                    Section.of(
                            "discovery",
                            "Finding database servers on this machine.",
                            Value.of("enabled", BOOLEAN, "true", "Whether it is done.")
                                    .from("CARETAKER_DISCOVERY", null),
                            Value.of("interval_sec", SECONDS, "60", "Time between two looks."),
                            ServiceSchema.hostLimits("host_limits")),
                    Section.of(
                            "recovery",
                            "What holds for all recoveries.",
                            Value.of(
                                    "veto_command",
                                    COMMAND,
                                    "",
                                    "Run before each recovery; a failure forbids it."),
                            Value.of("notify_command", COMMAND, "", "Told about each recovery."),
                            Value.of(
                                    "approval_ttl_sec",
                                    SECONDS,
                                    "3600",
                                    "Time until a request for approval expires."),
                            Value.of(
                                    "boot_grace_sec",
                                    SECONDS,
                                    "120",
                                    "How long after its start another host is left to start its"
                                            + " services itself."),
                            Value.of(
                                    "config_copies",
                                    BOOLEAN,
                                    "true",
                                    "Whether the last good configuration files of services are"
                                            + " kept.")),
                    AlertingSchema.alerting(),
                    WebSchema.web(),
                    new Items("environments", "Stages such as production.", environment()),
                    new Items("hosts", "Machines that services run on.", host()),
                    new Items("services", "What must be running.", ServiceSchema.service()));

    private ConfigSchema() {}

    private static Section store() {
        return Section.of(
                        "store",
                        "Where everything is kept: a directory, or the address of a MongoDB database"
                                + " (`store: mongodb://db1,db2/service_monitor?replicaSet=rs0&tls=true`)."
                                + " May be one text instead of the keys below.",
                        Value.of(
                                        "path",
                                        PATH,
                                        "`store` in the state directory",
                                        "Directory of the embedded store.")
                                .from("CARETAKER_STORE", null),
                        Value.of("uri", TEXT, "", "MongoDB instead of the embedded store.")
                                .from("MONGODB_URI", null),
                        Value.of(
                                        "database",
                                        TEXT,
                                        "service_monitor",
                                        "MongoDB database where the address names none.")
                                .from("MONGODB_DATABASE", null),
                        Value.of(
                                        "user",
                                        TEXT,
                                        "",
                                        "MongoDB user; the password comes from `MONGODB_PASSWORD`.")
                                .from("MONGODB_USER", null))
                .textual();
    }

    private static Section logging() {
        return Section.of(
                "logging",
                "What is logged, and where to.",
                Value.word(
                                "level",
                                List.of("error", "warn", "info", "debug", "trace"),
                                "info",
                                "How much is logged.")
                        .from("CARETAKER_LOG_LEVEL", "--log-level"),
                Value.of("file", PATH, "", "File to log to besides the console.")
                        .from("CARETAKER_LOG_FILE", null),
                Value.word("format", List.of("text", "json"), "text", "What a line looks like.")
                        .from("CARETAKER_LOG_FORMAT", null),
                Value.of("max_size_mb", NUMBER, "10", "Size at which a new file is begun."),
                Value.of("keep_files", INTEGER, "5", "Finished files that are kept."));
    }

    private static Section monitoring() {
        var settings = new ArrayList<>(ServiceSchema.monitoring());
        settings.removeIf(each -> each.key().equals("interval_sec"));
        settings.add(
                Value.of("interval_sec", SECONDS, "60", "Time between two checks.")
                        .from("DEFAULT_CHECK_INTERVAL", null));
        return new Section("monitoring", "How services are checked.", settings);
    }

    private static Section recovery() {
        var settings = new ArrayList<>(ServiceSchema.recovery());
        settings.removeIf(each -> each.key().equals("max_recovery_attempts"));
        settings.add(
                Value.of("max_recovery_attempts", INTEGER, "3", "Attempts before giving up.")
                        .from("MAX_RECOVERY_ATTEMPTS", null));
        return new Section("recovery", "Whether and how services are healed.", settings);
    }

    private static List<Setting> environment() {
        return List.of(
                Value.of("env_name", TEXT, "", "Its name.").mandatory(),
                Value.of("description", TEXT, "", "What it is for."),
                Value.of("color", TEXT, "", "Its colour in the dashboard."),
                ServiceSchema.severity("alert_severity"),
                Section.of(
                        "maintenance_window",
                        "When nothing is healed and nobody is told.",
                        Value.word("day", ServiceSchema.DAYS_OF_WEEK, "", "Without it, daily."),
                        Value.of("start_time", TEXT, "", "Time of day (`02:00`).").mandatory(),
                        Value.of("end_time", TEXT, "", "At or before the start: the next day.")
                                .mandatory(),
                        Value.of("timezone", TEXT, "UTC", "Such as `Europe/Berlin`.")),
                Value.of(
                        "approval_required",
                        BOOLEAN,
                        "false",
                        "Whether a person must approve each recovery."));
    }

    static Section secret(String key, String meaning) {
        return Section.of(
                key,
                meaning + " Where it is kept; exactly one of these.",
                Value.of("env", TEXT, "", "An environment variable."),
                Value.of("file", PATH, "", "A file that only its owner can read."),
                Value.of("command", COMMAND, "", "A command that prints it."));
    }

    private static List<Setting> host() {
        return List.of(
                Value.of("host_id", TEXT, "", "Unique, readable name.").mandatory(),
                Value.of("hostname", TEXT, "the host_id", "Its name."),
                Value.of("ip_address", TEXT, "", "Address; 127.0.0.1 is this machine.").mandatory(),
                Value.of("environment", TEXT, "", "The stage it belongs to.").mandatory(),
                Value.of("region", TEXT, "", "Region or data centre.").mandatory(),
                Section.of(
                        "location",
                        "Where it stands.",
                        Value.of("datacenter", TEXT, "", "Data centre."),
                        Value.of("rack", TEXT, "", "Rack."),
                        Value.of("zone", TEXT, "", "Zone.")),
                Section.of(
                        "ssh_config",
                        "How to reach it.",
                        Value.of("user", TEXT, "caretaker", "Who logs in."),
                        Value.of("port", INTEGER, "22", "Port of its SSH server."),
                        Value.of("key_path", PATH, "", "Private key."),
                        secret("key_passphrase", "What the key is encrypted with."),
                        Value.of("use_sudo", BOOLEAN, "false", "Whether actions need sudo."),
                        secret("sudo_password", "What sudo asks for."),
                        Value.of(
                                "jumps",
                                Setting.Type.TEXTS,
                                "",
                                "Hosts to go through, the first first: `[user@]host[:port]`."),
                        Value.of(
                                "watch_processes",
                                BOOLEAN,
                                "true",
                                "Whether a session is held that tells the death of processes at"
                                        + " once.")),
                Section.of(
                        "metadata",
                        "What people want to know.",
                        Value.of("os", TEXT, "", "Operating system."),
                        Value.of("purpose", TEXT, "", "What it is for."),
                        Value.of("tags", Setting.Type.TEXTS, "", "To find it by.")),
                Value.word(
                        "status",
                        List.of("active", "maintenance", "decommissioned"),
                        "active",
                        "Watched and healed, only watched, or neither."));
    }
}
