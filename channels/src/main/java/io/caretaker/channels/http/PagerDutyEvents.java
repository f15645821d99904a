package io.caretaker.channels.http;

import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a message tells PagerDuty: for each thread one incident, recognised by its key, so that an
/// event which comes twice changes nothing. Pure.
///
/// Source: developer.pagerduty.com, "Events API v2" (fields, lengths, at most 512 kB an event).
final class PagerDutyEvents {
    static final int MOST_SUMMARY = 1_024;
    private static final int MOST_DETAIL = 2_000;

    /// Alerts that an event tells of one by one.
    static final int MOST_DETAILED = 25;

    private final Rendering rendering;
    private final boolean ownTitle;

    /// @param ownTitle whether the title is the user's
    PagerDutyEvents(Rendering rendering, boolean ownTitle) {
        this.rendering = rendering;
        this.ownTitle = ownTitle;
    }

    /// The events in the order of the lines; empty when only a part of an incident is over or
    /// acknowledged. They lack the routing key.
    List<Map<String, Object>> of(Message message) {
        var threads = new LinkedHashMap<String, List<MessageLine>>();
        for (MessageLine line : message.lines()) {
            threads.computeIfAbsent(line.thread(), thread -> new ArrayList<>()).add(line);
        }
        var events = new ArrayList<Map<String, Object>>();
        threads.forEach((thread, lines) -> {
            boolean whole = threads.size() == 1;
            for (String action : actions(lines)) {
                events.add(event(action, thread, lines, message, whole));
            }
        });
        return events;
    }

    private static List<String> actions(List<MessageLine> lines) {
        if (lines.stream().allMatch(line -> line.key().rule() == AlertRule.TEST)) {
            return List.of("trigger", "resolve");
        }
        if (says(lines, Said.FIRING) || says(lines, Said.EVENT)) {
            return List.of("trigger");
        }
        if (says(lines, Said.ACKNOWLEDGED)) {
            return all(lines, Said.ACKNOWLEDGED) ? List.of("acknowledge") : List.of();
        }
        return lines.getLast().openInThread() == 0 ? List.of("resolve") : List.of();
    }

    /// Whether nothing else is open in the incident: acknowledging it for one of many would silence
    /// the others.
    private static boolean all(List<MessageLine> lines, Said said) {
        long count = lines.stream().filter(line -> line.said() == said).count();
        return count >= lines.getLast().openInThread();
    }

    private static boolean says(List<MessageLine> lines, Said said) {
        return lines.stream().anyMatch(line -> line.said() == said);
    }

    private Map<String, Object> event(
            String action, String thread, List<MessageLine> lines, Message message, boolean whole) {
        var event = new LinkedHashMap<String, Object>();
        event.put("event_action", action);
        event.put("dedup_key", "caretaker-" + thread);
        if (action.equals("trigger")) {
            event.put("client", "caretaker");
        }
        event.put("payload", payload(lines, message, whole));
        return event;
    }

    private Map<String, Object> payload(List<MessageLine> lines, Message message, boolean whole) {
        MessageLine first = lines.getFirst();
        AlertPlace place = first.place();
        Severity worst =
                lines.stream().map(MessageLine::severity).max(Severity::compareTo).orElseThrow();
        var payload = new LinkedHashMap<String, Object>();
        payload.put("summary", summary(lines, message, whole));
        payload.put("source", Texts.line(source(first), MOST_SUMMARY));
        payload.put("severity", severity(worst));
        payload.put("timestamp", first.since().toString());
        put(payload, "component", place.service());
        put(payload, "group", place.environment());
        payload.put("class", first.key().rule().word());
        payload.put("custom_details", details(lines, message, whole));
        return payload;
    }

    /// In PagerDuty the severity stands beside it, so the usual title, which names it, is not used.
    private String summary(List<MessageLine> lines, Message message, boolean whole) {
        MessageLine first = lines.getFirst();
        int others = lines.size() - 1;
        String title =
                whole
                        ? ownTitle ? rendering.title(message) : message.title()
                        : first.title() + (others > 0 ? ", and " + others + " more" : "");
        String summary = Texts.line(title, MOST_SUMMARY);
        return summary.isEmpty() ? first.key().rule().meaning() : summary;
    }

    private static Map<String, Object> details(
            List<MessageLine> lines, Message message, boolean whole) {
        var details = new LinkedHashMap<String, Object>();
        details.put("message", message.id());
        int leftOut = Math.max(0, lines.size() - MOST_DETAILED) + (whole ? message.more() : 0);
        if (leftOut > 0) {
            details.put("left_out", leftOut);
        }
        details.put(
                "alerts",
                lines.stream().limit(MOST_DETAILED).map(PagerDutyEvents::detail).toList());
        return details;
    }

    private static Map<String, Object> detail(MessageLine line) {
        var detail = new LinkedHashMap<String, Object>();
        detail.put("alert", line.alert());
        detail.put("title", Texts.line(line.title(), MOST_DETAIL));
        put(detail, "text", Texts.lines(line.text(), MOST_DETAIL));
        put(detail, "reason", Texts.line(line.reason(), MOST_DETAIL));
        detail.put("problem", Texts.line(line.key().toString(), MOST_DETAIL));
        put(detail, "service", line.place().service());
        put(detail, "service_type", line.place().serviceType());
        put(detail, "host", line.place().host());
        put(detail, "environment", line.place().environment());
        put(detail, "region", line.place().region());
        put(detail, "seen_to_by", Texts.line(line.by(), MOST_DETAIL));
        if (line.affectedCount() > 0) {
            detail.put("affected", line.affected());
            detail.put("affected_count", line.affectedCount());
        }
        return detail;
    }

    private static void put(Map<String, Object> map, String name, String value) {
        if (!value.isBlank()) {
            map.put(name, value);
        }
    }

    private static String source(MessageLine line) {
        AlertPlace place = line.place();
        return Stream.of(place.host(), place.service(), place.label())
                .filter(each -> !each.isBlank())
                .findFirst()
                .orElse("caretaker");
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "critical";
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "info";
        };
    }
}
