package io.caretaker.channels.http;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Messages as Alertmanager takes them (API v2) and as it sends them itself (webhook, version 4).
/// Pure.
///
/// Source: prometheus/alertmanager, api/v2/openapi.yaml, notify/webhook/webhook.go and
/// template/template.go (0.25).
final class AlertmanagerPayload {
    /// How long an alert fires there without being said again: so it ends by itself when caretaker
    /// is dead.
    static final Duration LASTING = Duration.ofMinutes(5);

    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    private AlertmanagerPayload() {}

    /// The alerts of a message for the API v2, as they are now.
    static List<Map<String, Object>> alerts(Message message, Instant now) {
        return message.lines().stream().map(line -> alert(line, now)).toList();
    }

    private static Map<String, Object> alert(MessageLine line, Instant now) {
        Instant ended = line.endedAt();
        Instant ends =
                line.said() == Said.RESOLVED
                        ? earlier(ended == null ? now : ended, now)
                        : now.plus(LASTING);
        var alert = new LinkedHashMap<String, Object>();
        alert.put("labels", AlertLabels.labels(line));
        alert.put("annotations", AlertLabels.annotations(line));
        alert.put("startsAt", earlier(line.since(), ends));
        alert.put("endsAt", ends);
        return alert;
    }

    /// The body of a webhook as Alertmanager sends it.
    static Map<String, Object> webhook(Message message) {
        List<MessageLine> lines = message.lines();
        var body = new LinkedHashMap<String, Object>();
        body.put("version", "4");
        body.put("groupKey", groupKey(lines));
        body.put("truncatedAlerts", message.more());
        body.put("status", status(lines.stream().allMatch(AlertmanagerPayload::over)));
        body.put("receiver", message.channel());
        body.put("groupLabels", groupLabels(lines));
        body.put("commonLabels", common(lines, AlertLabels::labels));
        body.put("commonAnnotations", common(lines, AlertLabels::annotations));
        body.put("externalURL", "");
        body.put("alerts", lines.stream().map(AlertmanagerPayload::told).toList());
        return body;
    }

    private static Map<String, Object> told(MessageLine line) {
        Instant ended = line.endedAt();
        SortedMap<String, String> labels = AlertLabels.labels(line);
        var alert = new LinkedHashMap<String, Object>();
        alert.put("status", status(over(line)));
        alert.put("labels", labels);
        alert.put("annotations", AlertLabels.annotations(line));
        alert.put("startsAt", line.since());
        alert.put("endsAt", over(line) && ended != null ? ended : NEVER);
        alert.put("generatorURL", "");
        alert.put("fingerprint", AlertLabels.fingerprint(labels));
        return alert;
    }

    /// The same as long as the same first message is told on.
    private static String groupKey(List<MessageLine> lines) {
        return "{}/{thread=\"" + lines.getFirst().thread() + "\"}:{}";
    }

    private static Map<String, String> groupLabels(List<MessageLine> lines) {
        List<AlertRule> rules = lines.stream().map(line -> line.key().rule()).distinct().toList();
        return rules.size() == 1 ? Map.of("alertname", rules.getFirst().word()) : Map.of();
    }

    private static SortedMap<String, String> common(
            List<MessageLine> lines, Function<MessageLine, SortedMap<String, String>> all) {
        var common = new TreeMap<>(all.apply(lines.getFirst()));
        lines.forEach(line -> common.entrySet().retainAll(all.apply(line).entrySet()));
        return common;
    }

    private static boolean over(MessageLine line) {
        return line.said() == Said.RESOLVED;
    }

    private static String status(boolean over) {
        return over ? "resolved" : "firing";
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
