package io.caretaker.channels.http;

import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An alert in the words of Prometheus. Pure.
final class AlertLabels {
    private static final int MOST = 1_000;
    private static final int MOST_TEXT = 10_000;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    private AlertLabels() {}

    /// What the alert is recognised by; an empty label is the same as none.
    static SortedMap<String, String> labels(MessageLine line) {
        var labels = new TreeMap<String, String>();
        AlertPlace place = line.place();
        Subject subject = line.key().subject();
        put(labels, "alertname", line.key().rule().word());
        put(labels, "severity", line.severity().name().toLowerCase(Locale.ROOT));
        put(labels, "service", place.service());
        put(labels, "service_type", place.serviceType());
        put(labels, "host", place.host());
        put(labels, "environment", place.environment());
        put(labels, "region", place.region());
        put(labels, "detail", line.key().detail());
        put(labels, "channel", subject.kind() == Subject.Kind.CHANNEL ? subject.id() : "");
        return labels;
    }

    /// What is told of it.
    static SortedMap<String, String> annotations(MessageLine line) {
        var annotations = new TreeMap<String, String>();
        put(annotations, "summary", line.title());
        String text = Texts.lines(line.text(), MOST_TEXT);
        if (!text.isEmpty()) {
            annotations.put("description", text);
        }
        put(annotations, "reason", line.reason());
        put(annotations, "alert", line.alert());
        put(annotations, "seen_to_by", line.by());
        put(annotations, "affected", String.join(", ", line.affected()));
        if (line.affectedCount() > 0) {
            annotations.put("affected_count", Integer.toString(line.affectedCount()));
        }
        return annotations;
    }

    /// The number by which Alertmanager calls an alert with these labels: FNV-1a with 64 bits over
    /// names and values.
    ///
    /// Source: prometheus/common, model/fnv.go and model/labelset.go (v0.37).
    static String fingerprint(SortedMap<String, String> labels) {
        long sum = FNV_OFFSET;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            sum = separator(hash(sum, label.getKey()));
            sum = separator(hash(sum, label.getValue()));
        }
        return String.format(Locale.ROOT, "%016x", sum);
    }

    private static long hash(long sum, String text) {
        long hash = sum;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long separator(long sum) {
        return (sum ^ SEPARATOR) * FNV_PRIME;
    }

    private static void put(Map<String, String> map, String name, String value) {
        String line = Texts.line(value, MOST);
        if (!line.isEmpty()) {
            map.put(name, line);
        }
    }
}
