package io.caretaker.web.api;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Severity;
import io.caretaker.web.http.Schema;

/// The shapes of alerts and of what is said about them.
final class AlertShapes {
    private static final Schema SEVERITY = Shapes.words(Severity.values());
    private static final Schema RULE = Shapes.words(AlertRule.values());

    private static final Schema SUBJECT =
            Schema.object("AlertSubject")
                    .field("kind", Shapes.words(Subject.Kind.values()), "")
                    .field("id", Shapes.TEXT, "");

    static final Schema MATCHER =
            Schema.object("AlertMatcher")
                    .optional("rules", Schema.listOf(RULE), "")
                    .optional("severities", Schema.listOf(SEVERITY), "")
                    .optional("environments", Shapes.TEXTS, "")
                    .optional("regions", Shapes.TEXTS, "")
                    .optional("service_types", Shapes.TEXTS, "")
                    .optional("services", Shapes.TEXTS, "")
                    .optional("hosts", Shapes.TEXTS, "")
                    .optional("tags", Shapes.TEXTS, "")
                    .optional("problems", Shapes.TEXTS, "single problems, by their keys");

    static final Schema ACKNOWLEDGEMENT =
            Schema.object("Acknowledgement")
                    .field("alert_id", Shapes.TEXT, "")
                    .field("by", Shapes.TEXT, "")
                    .field("at", Shapes.WHEN, "")
                    .field("until", Shapes.WHEN_OR_NULL, "null as long as the alert")
                    .field("comment", Shapes.TEXT, "");

    static final Schema MUTE =
            Schema.object("Mute")
                    .field("mute_id", Shapes.TEXT, "")
                    .field("matcher", MATCHER, "")
                    .field("by", Shapes.TEXT, "")
                    .field("at", Shapes.WHEN, "")
                    .field("until", Shapes.WHEN_OR_NULL, "null until it is lifted")
                    .field("comment", Shapes.TEXT, "");

    private static final Schema TELLING =
            Schema.object("Telling")
                    .field("channel", Shapes.TEXT, "")
                    .field("said", Shapes.words(Said.values()).orNull(), "")
                    .field("at", Shapes.WHEN_OR_NULL, "")
                    .field("first_at", Shapes.WHEN_OR_NULL, "")
                    .field("severity", SEVERITY, "")
                    .field("thread", Shapes.TEXT_OR_NULL, "")
                    .field("owed_since", Shapes.WHEN_OR_NULL, "")
                    .field("flapping", Schema.bool(), "");

    static final Schema ALERT = alert("Alert");

    private static final Schema PLACE =
            Schema.object("AlertPlace")
                    .field("service", Shapes.TEXT_OR_NULL, "")
                    .field("service_type", Shapes.TEXT_OR_NULL, "")
                    .field("host", Shapes.TEXT_OR_NULL, "")
                    .field("environment", Shapes.TEXT_OR_NULL, "")
                    .field("region", Shapes.TEXT_OR_NULL, "")
                    .field("label", Shapes.TEXT, "")
                    .field("tags", Shapes.TEXTS, "");

    private static final Schema LINE =
            Schema.object("MessageLine")
                    .field("alert_id", Shapes.TEXT, "")
                    .field("rule", RULE, "")
                    .field("subject", SUBJECT, "")
                    .field("detail", Shapes.TEXT, "")
                    .field("said", Shapes.words(Said.values()), "")
                    .field("reason", Shapes.TEXT, "")
                    .field("severity", SEVERITY, "")
                    .field("title", Shapes.TEXT, "")
                    .field("text", Shapes.TEXT, "")
                    .field("since", Shapes.WHEN, "")
                    .field("ended_at", Shapes.WHEN_OR_NULL, "")
                    .field("place", PLACE, "")
                    .field("affected", Shapes.TEXTS, "")
                    .field("affected_count", Schema.integer(), "")
                    .field("by", Shapes.TEXT, "")
                    .field("thread", Shapes.TEXT_OR_NULL, "")
                    .field("open_in_thread", Schema.integer(), "");

    static final Schema DELIVERY =
            Schema.object("Delivery")
                    .field("state", Shapes.words(Delivery.State.values()), "")
                    .field("attempts", Schema.integer(), "")
                    .field("next", Shapes.WHEN_OR_NULL, "")
                    .field("ended_at", Shapes.WHEN_OR_NULL, "null while it waits")
                    .field("detail", Shapes.TEXT, "what the receiver said last")
                    .field(
                            "message",
                            Schema.object("Message")
                                    .field("message_id", Shapes.TEXT, "")
                                    .field("channel", Shapes.TEXT, "")
                                    .field("at", Shapes.WHEN, "")
                                    .field("said", Shapes.words(Said.values()), "")
                                    .field("severity", SEVERITY, "")
                                    .field("title", Shapes.TEXT, "")
                                    .field("lines", Schema.listOf(LINE), "")
                                    .field("more", Schema.integer(), "lines that are left out"),
                            "");

    /// An alert with all that happened and will happen.
    static final Schema WHOLE =
            alert("WholeAlert")
                    .field(
                            "timeline",
                            Schema.listOf(
                                    Schema.object("TimelineEntry")
                                            .field("at", Shapes.WHEN, "")
                                            .field("what", Shapes.TEXT, "")),
                            "")
                    .field(
                            "plan",
                            Schema.listOf(
                                    Schema.object("EscalationStep")
                                            .field("policy", Shapes.TEXT, "")
                                            .field("after_sec", Schema.seconds(), "")
                                            .field("channels", Shapes.TEXTS, "")
                                            .field("due", Shapes.WHEN_OR_NULL, "")),
                            "who is told next")
                    .field("deliveries", Schema.listOf(DELIVERY), "");

    static final Schema TRIAL =
            Schema.object("ChannelTrial")
                    .field("channel", Shapes.TEXT, "")
                    .field("ok", Schema.bool(), "")
                    .field("took_ms", Schema.integer(), "")
                    .field("error", Shapes.TEXT_OR_NULL, "")
                    .field("type", Shapes.TEXT, "")
                    .field("target", Shapes.TEXT, "where it leads")
                    .field(
                            "result",
                            Schema.oneOf(
                                    "delivered",
                                    "partly",
                                    "later",
                                    "channel_refused",
                                    "message_refused"),
                            "")
                    .field("detail", Shapes.TEXT, "what the receiver said");

    static final Schema COUNTS =
            Schema.object("AlertCounts")
                    .field("open", Schema.integer(), "")
                    .field("acknowledged", Schema.integer(), "")
                    .field("muted", Schema.integer(), "")
                    .field("waiting_messages", Schema.integer(), "")
                    .field("dead_messages", Schema.integer(), "given up since the start");

    private AlertShapes() {}

    private static Schema alert(String name) {
        return Schema.object(name)
                .field("alert_id", Shapes.TEXT, "")
                .field("rule", RULE, "")
                .field("subject", SUBJECT, "")
                .field("detail", Shapes.TEXT, "")
                .field("state", Shapes.words(AlertState.values()), "")
                .field("severity", SEVERITY, "")
                .field("title", Shapes.TEXT, "")
                .field("text", Shapes.TEXT, "")
                .field("since", Shapes.WHEN, "")
                .field("changed_at", Shapes.WHEN, "")
                .field("ended_at", Shapes.WHEN_OR_NULL, "")
                .field("ending", Shapes.TEXT, "")
                .field("held", Shapes.TEXT, "why nobody is told of it; may be empty")
                .field("beginnings", Schema.listOf(Shapes.WHEN), "")
                .field("tellings", Schema.listOf(TELLING), "")
                .field("service_type", Shapes.TEXT_OR_NULL, "")
                .field("environment", Shapes.TEXT_OR_NULL, "")
                .field("region", Shapes.TEXT_OR_NULL, "")
                .field("label", Shapes.TEXT, "")
                .field("told", Shapes.TEXTS, "the channels that were told")
                .field("acknowledged", ACKNOWLEDGEMENT.orNull(), "")
                .field("mutes", Schema.listOf(MUTE), "")
                .field("muted_until", Shapes.WHEN_OR_NULL, "");
    }
}
