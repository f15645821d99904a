package io.caretaker.channels;

import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message as JSON, for webhooks and programs. All fields are always there; what does not apply
/// is empty, and an end that has not come is null. Fields may be added, none changes its meaning
/// within a version. Pure.
public final class MessageJson {
    public static final int VERSION = 1;

    private MessageJson() {}

    /// The message on one line.
    public static String write(Message message, Rendering rendering) {
        return Json.write(of(message, rendering));
    }

    public static Map<String, @Nullable Object> of(Message message, Rendering rendering) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("version", VERSION);
        fields.put("id", message.id());
        fields.put("channel", message.channel());
        fields.put("at", message.at());
        fields.put("said", word(message.said()));
        fields.put("severity", word(message.severity()));
        fields.put("title", rendering.title(message));
        fields.put("text", rendering.text(message));
        fields.put("alerts", message.lines().stream().map(MessageJson::alert).toList());
        fields.put("more", message.more());
        return fields;
    }

    private static Map<String, @Nullable Object> alert(MessageLine line) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", line.alert());
        fields.put("problem", line.key().toString());
        fields.put("rule", line.key().rule().word());
        fields.put("subject", word(line.key().subject().kind()));
        fields.put("subject_id", line.key().subject().id());
        fields.put("detail", line.key().detail());
        fields.put("said", word(line.said()));
        fields.put("reason", line.reason());
        fields.put("severity", word(line.severity()));
        fields.put("title", line.title());
        fields.put("text", line.text());
        fields.put("since", line.since());
        Instant ended = line.endedAt();
        fields.put("ended_at", ended);
        put(fields, line.place());
        fields.put("affected", line.affected());
        fields.put("affected_count", line.affectedCount());
        fields.put("seen_to_by", line.by());
        fields.put("thread", line.thread());
        fields.put("open_in_thread", line.openInThread());
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, AlertPlace place) {
        fields.put("service", place.service());
        fields.put("service_type", place.serviceType());
        fields.put("host", place.host());
        fields.put("environment", place.environment());
        fields.put("region", place.region());
        fields.put("label", place.label());
        fields.put("tags", place.tags());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
