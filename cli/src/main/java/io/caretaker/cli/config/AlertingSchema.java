package io.caretaker.cli.config;

import static io.caretaker.cli.config.Setting.Type.BOOLEAN;
import static io.caretaker.cli.config.Setting.Type.COMMAND;
import static io.caretaker.cli.config.Setting.Type.INTEGER;
import static io.caretaker.cli.config.Setting.Type.PATH;
import static io.caretaker.cli.config.Setting.Type.SECONDS;
import static io.caretaker.cli.config.Setting.Type.TEXT;
import static io.caretaker.cli.config.Setting.Type.TEXTS;
import static io.caretaker.cli.config.Setting.Type.TEXTS_OR_ONE;
import static io.caretaker.cli.config.Setting.Type.TEXT_MAP;

import io.caretaker.cli.config.Setting.Items;
import io.caretaker.cli.config.Setting.Named;
import io.caretaker.cli.config.Setting.Section;
import io.caretaker.cli.config.Setting.Value;
import io.caretaker.core.alert.ChannelKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The part of [ConfigSchema] that says who is told of what, and how.
final class AlertingSchema {
    static final List<String> TYPES =
            Arrays.stream(ChannelKind.values()).map(ChannelKind::word).toList();
    static final List<String> FACILITIES = facilities();

    private AlertingSchema() {}

    static Section alerting() {
        return Section.of(
                "alerting",
                "Who is told of problems, how, and how often.",
                Value.of(
                        "group_wait_sec",
                        SECONDS,
                        "1",
                        "How long a new alert waits for others that belong into the same message."),
                Value.of(
                        "repeat_interval_sec",
                        SECONDS,
                        "14400",
                        "How often people are told again of what goes on unacknowledged."),
                Value.of(
                        "reopen_sec",
                        SECONDS,
                        "600",
                        "How soon after its end an alert that begins again is the same one."),
                Value.of(
                        "give_up_days",
                        INTEGER,
                        "3",
                        "Days that a message is tried before it is given up."),
                heartbeat(),
                new Named(
                        "channels",
                        "Ways to people and their tools. The type decides which keys there are.",
                        channel()),
                new Items("routes", "Who is told of which alerts; the first that fits.", route()),
                Named.of(
                        "escalation_policies",
                        "Who is told first, and who next when nobody acknowledges.",
                        Items.of(
                                "steps",
                                "One after the other.",
                                Value.of(
                                        "after_sec",
                                        SECONDS,
                                        "0",
                                        "Time since somebody should have been told first."),
                                Value.of(
                                        "to",
                                        TEXTS_OR_ONE,
                                        "",
                                        "Channels, types of channels, or on-call schedules."),
                                Value.of("channels", TEXTS_OR_ONE, "", "Another word for `to`."))),
                onCall(),
                Named.of(
                        "rules",
                        "What differs from usual, by the rule's name (`service_down`).",
                        Value.of("enabled", BOOLEAN, "true", "Whether anybody is told."),
                        Value.word(
                                "severity",
                                ServiceSchema.SEVERITIES,
                                "",
                                "In place of what service and environment say."),
                        Value.of(
                                "for_sec",
                                SECONDS,
                                "0",
                                "How long it must last before anybody is told.")));
    }

    private static Section heartbeat() {
        return Section.of(
                "heartbeat",
                "An address that is asked for as long as caretaker works, so that somebody else"
                        + " notices when it does not.",
                address("url", "Where to."),
                Value.of("interval_sec", SECONDS, "60", "Time between two of them."),
                Value.word("method", List.of("get", "post"), "get", "How it is asked for."));
    }

    private static Named onCall() {
        return Named.of(
                "on_call",
                "Schedules: each member in turn.",
                Value.of("members", TEXTS_OR_ONE, "", "Names of channels.").mandatory(),
                Value.of("starts", TEXT, "", "First turn's begin (`2026-01-05T09:00`).")
                        .mandatory(),
                Value.of("timezone", TEXT, "UTC", "Such as `Europe/Berlin`."),
                Value.of("every_days", INTEGER, "7", "Days of one turn."));
    }

    private static List<Setting> route() {
        return List.of(
                Section.of(
                        "match",
                        "Which alerts; each key a text or a list, all keys must fit.",
                        match("environment", "Environments."),
                        match("region", "Regions."),
                        Value.of(
                                "severity",
                                TEXTS_OR_ONE,
                                "",
                                "Severities: low, medium, high, critical."),
                        match("rule", "Rules, such as `service_down`."),
                        match("service_type", "Types of services."),
                        match("service_id", "Services."),
                        match("host_id", "Hosts."),
                        match("tags", "Of the service or its host; one of them is enough.")),
                Value.of(
                        "channels",
                        TEXTS_OR_ONE,
                        "",
                        "Channels, types of channels, or on-call schedules that are told."),
                Value.of("escalation_policy", TEXT, "", "Or the policy by which they are told."),
                Value.of("continue", BOOLEAN, "false", "Whether later routes count as well."));
    }

    private static Value match(String key, String meaning) {
        return Value.of(key, TEXTS_OR_ONE, "", meaning);
    }

    private static List<Setting> channel() {
        var all = new ArrayList<Setting>();
        all.add(Value.word("type", TYPES, "", "What it is.").mandatory());
        all.addAll(common());
        all.addAll(mail());
        all.addAll(web());
        all.add(
                Value.of(
                        "to",
                        TEXTS_OR_ONE,
                        "",
                        "email: addresses; syslog: `local`, `unix:PATH`, `udp://HOST:PORT`,"
                                + " `tcp://HOST:PORT` or `tls://HOST:PORT` (default local)."));
        all.add(Value.word("facility", FACILITIES, "daemon", "syslog: the facility."));
        all.add(Value.of("command", COMMAND, "", "command: the program and its arguments."));
        return all;
    }

    private static List<Setting> common() {
        return List.of(
                Value.word(
                        "min_severity",
                        ServiceSchema.SEVERITIES,
                        "low",
                        "Severity from which on it is told."),
                Value.of(
                        "events",
                        BOOLEAN,
                        "true, but for pagerduty and alertmanager",
                        "Whether it is told of what merely happened, such as a recovery."),
                Value.of("resolved", BOOLEAN, "true", "Whether it is told that it is over."),
                Value.of(
                        "repeat_interval_sec",
                        SECONDS,
                        "alerting.repeat_interval_sec; alertmanager 60",
                        "How often it is told of what goes on."),
                Value.of("burst", INTEGER, "5", "Messages that may leave at once."),
                Value.of("pace_sec", SECONDS, "10", "Time for each further message."),
                quietHours(),
                Section.of(
                        "template",
                        "Texts in Mustache that replace the usual ones.",
                        text("title", "One line."),
                        text("text", "Plain text."),
                        text("html", "email: the same in HTML.")));
    }

    private static Section quietHours() {
        return Section.of(
                "quiet_hours",
                "When it is only told what is bad enough; the rest waits.",
                Value.of("days", TEXTS, "all", "Days on which they begin: monday, …"),
                Value.of("start_time", TEXT, "", "Time of day (`22:00`).").mandatory(),
                Value.of("end_time", TEXT, "", "At or before the start: the next day.").mandatory(),
                Value.of("timezone", TEXT, "UTC", "Such as `Europe/Berlin`."),
                Value.word(
                        "except",
                        ServiceSchema.SEVERITIES,
                        "critical",
                        "This severity and above is told all the same."));
    }

    private static List<Setting> mail() {
        return List.of(
                Value.of("host", TEXT, "", "email: the SMTP server."),
                Value.of("port", INTEGER, "starttls 587, tls 465, none 25", "email: its port."),
                Value.word(
                        "security",
                        List.of("starttls", "tls", "none"),
                        "starttls",
                        "email: how the connection is protected."),
                Value.of("from", TEXT, "", "email: the sender."),
                Value.of("reply_to", TEXT, "", "email: where answers go."),
                Value.of("user", TEXT, "", "email, webhook, alertmanager: who logs in."),
                ConfigSchema.secret("password", "The user's."));
    }

    private static List<Setting> web() {
        return List.of(
                address("url", "slack, webhook, pagerduty, alertmanager: where to."),
                Value.of("urls", TEXTS_OR_ONE, "", "alertmanager: all of a cluster."),
                Value.of(
                        "timeout_sec",
                        SECONDS,
                        "10; email 20, command 30",
                        "Time limit of one attempt."),
                Value.of("proxy", TEXT, "", "`http://HOST:PORT`; not for email and syslog."),
                Value.of("ca_file", PATH, "", "Certificates of the authorities that are trusted."),
                ConfigSchema.secret("routing_key", "pagerduty: of the integration."),
                Value.word(
                        "payload",
                        List.of("caretaker", "alertmanager"),
                        "caretaker",
                        "webhook: what the body looks like."),
                Value.of("headers", TEXT_MAP, "", "webhook: further headers."),
                ConfigSchema.secret("signing_key", "webhook: signs time and body."),
                ConfigSchema.secret("bearer", "webhook, alertmanager: a token."));
    }

    private static Section address(String key, String meaning) {
        return ConfigSchema.secret(key, meaning + " A text, or as a secret:").textual();
    }

    private static Section text(String key, String meaning) {
        return Section.of(
                        key,
                        meaning + " A text, or as a file:",
                        Value.of("file", PATH, "", "A file that holds it."))
                .textual();
    }

    private static List<String> facilities() {
        var all =
                new ArrayList<>(
                        List.of(
                                "kern",
                                "user",
                                "mail",
                                "daemon",
                                "auth",
                                "syslog",
                                "lpr",
                                "news",
                                "uucp",
                                "cron",
                                "authpriv",
                                "ftp"));
        for (int i = 0; i < 8; i++) {
            all.add("local" + i);
        }
        return List.copyOf(all);
    }
}
