package io.caretaker.cli.config;

import static io.caretaker.cli.config.Setting.Type.BOOLEAN;
import static io.caretaker.cli.config.Setting.Type.INTEGER;
import static io.caretaker.cli.config.Setting.Type.NUMBER;
import static io.caretaker.cli.config.Setting.Type.NUMBER_OR_OFF;
import static io.caretaker.cli.config.Setting.Type.SECONDS;
import static io.caretaker.cli.config.Setting.Type.TEXTS;

import io.caretaker.cli.config.Setting.Named;
import io.caretaker.cli.config.Setting.Section;
import io.caretaker.cli.config.Setting.Value;
import java.util.List;

/// The part of [ConfigSchema] that says how a database is cared for.
final class CareSchema {
    private CareSchema() {}

    static Section care() {
        return Section.of(
                "care",
                "How it is cared for when it is a database.",
                Named.of(
                        "thresholds",
                        "When a metric is a warning, and when critical, by the metric's name.",
                        Value.of(
                                "warning",
                                NUMBER_OR_OFF,
                                "",
                                "From this number on it is a warning."),
                        Value.of(
                                "critical",
                                NUMBER_OR_OFF,
                                "",
                                "From this number on it is critical."),
                        Value.of(
                                "below",
                                BOOLEAN,
                                "false",
                                "Whether small numbers are the bad ones."),
                        Value.of("for_sec", SECONDS, "0", "How long it must have been bad."),
                        Value.of(
                                "hysteresis_percent",
                                NUMBER,
                                "10",
                                "How far it must come back before the alert is over.")),
                cleanup(),
                Section.of(
                        "protect",
                        "Sessions that are never ended; `*` and `?` are wild cards. Each engine's own"
                                + " accounts, agents and backup programs are protected besides.",
                        Value.of("users", TEXTS, "", "Accounts."),
                        Value.of(
                                "applications",
                                TEXTS,
                                "",
                                "Application names (MySQL: `program_name`, MongoDB: `appName`)."),
                        Value.of("databases", TEXTS, "", "Databases.")),
                Value.of(
                        "long_query_sec",
                        SECONDS,
                        "5",
                        "The age at which a query is long-running."),
                Value.of(
                        "emergency_on_signal",
                        BOOLEAN,
                        "false",
                        "Whether SIGUSR1 to the daemon shuts this database down."));
    }

    private static Section cleanup() {
        return Section.of(
                "cleanup",
                "Which sessions are ended, and how patiently.",
                Value.of("enabled", BOOLEAN, "false", "Whether the daemon does it by itself."),
                Value.of(
                        "interval_sec", SECONDS, "30", "Time between two clean-ups of the daemon."),
                Value.of("grace_sec", SECONDS, "10", "Time between cancelling and terminating."),
                Value.of("max_per_cycle", INTEGER, "20", "Sessions ended at most at a time."),
                offence("blocking", "Roots of lock trees.", "60", "warning"),
                offence(
                        "idle_in_transaction",
                        "Open transactions that do nothing.",
                        "300",
                        "warning"),
                offence("long_query", "Queries that run too long.", "300", "warning"),
                offence("idle", "Idle connections, when there are too many.", "1800", "critical"));
    }

    private static Section offence(String key, String meaning, String after, String actAt) {
        return Section.of(
                key,
                meaning,
                Value.of("end", BOOLEAN, "true", "Whether any are ended for it."),
                Value.of("after_sec", SECONDS, after, "How long it must have lasted."),
                Value.word(
                        "act_at",
                        List.of("warning", "critical"),
                        actAt,
                        "How bad the metric must be before any are ended."));
    }
}
