package io.caretaker.channels.text;

import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a template may name: plain maps, lists, texts, numbers and truths, all safe for people.
/// What does not apply is there and empty.
///
/// Of the message: `id`, `channel`, `at`, `zone`, `severity`, `said`, `tag`, `color`, `title`,
/// `summary`, `count`, `more`, `many`, `firing`, `acknowledged`, `resolved`, `event`; `service`,
/// `host`, `environment` and `region` of all its lines; `lines`; and `message`, which has the same
/// without lines, for use inside of `lines`.
///
/// Of a line: `alert`, `rule`, `meaning`, `severity`, `said`, `tag`, `color`, `reason`, `title`,
/// `text`, `text_lines`, `since`, `ended_at`, `lasted`, `when`, `service`, `service_type`, `host`,
/// `environment`, `region`, `label`, `where`, `affected`, `affected_count`, `affected_more`,
/// `affected_names`, `by`, `repeated`, `firing`, `acknowledged`, `resolved`, `event`,
/// `ack_command`, `show_command`.
public final class MessageModel {
    public static final int MOST_TITLE = 300;
    public static final int MOST_TEXT = 4_000;
    private static final int MOST_TEXT_OF_MANY = 600;
    private static final int MOST_NAME = 200;
    private static final int MOST_NAMES = 5;
    private static final int MOST_LINES = 1_000;

    private final Times times;
    private final Message message;

    private final List<Map<String, Object>> lines;

    private MessageModel(Times times, Message message) {
        this.times = times;
        this.message = message;
        boolean many = message.lines().size() + message.more() > 1;
        this.lines =
                message.lines().stream().limit(MOST_LINES).map(each -> line(each, many)).toList();
    }

    /// Of a message.
    static MessageModel of(Message message, Times times) {
        return new MessageModel(times, message);
    }

    /// How many lines can be listed.
    int lines() {
        return lines.size();
    }

    /// The model.
    ///
    /// @param most lines that are listed; the rest is added to `more`
    Map<String, Object> fields(int most) {
        List<Map<String, Object>> listed = lines.subList(0, Math.min(most, lines.size()));
        int count = message.lines().size() + message.more();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", message.id());
        fields.put("channel", line(message.channel()));
        fields.put("at", times.at(message.at()));
        fields.put("zone", times.zone().getId());
        fields.put("title", SafeText.line(message.title(), MOST_TITLE));
        fields.put("summary", summary());
        fields.put("count", count);
        fields.put("more", count - listed.size());
        fields.put("many", count > 1);
        fields.put("service", names(AlertPlace::service));
        fields.put("host", names(AlertPlace::host));
        fields.put("environment", names(AlertPlace::environment));
        fields.put("region", names(AlertPlace::region));
        putSaid(fields, message.said(), message.severity());
        fields.put("message", Map.copyOf(fields));
        fields.put("lines", listed);
        return Collections.unmodifiableMap(fields);
    }

    private static void putSaid(Map<String, Object> fields, Said said, Severity severity) {
        fields.put("severity", word(severity));
        fields.put("said", word(said));
        fields.put("tag", said == Said.FIRING ? severity.name() : said.name());
        fields.put("color", color(said, severity));
        for (Said each : Said.values()) {
            fields.put(word(each), each == said);
        }
    }

    /// White on it is readable, and so is it on white and on black.
    private static String color(Said said, Severity severity) {
        return switch (said) {
            case RESOLVED -> "#1a7f37";
            case ACKNOWLEDGED, EVENT -> "#57606a";
            case FIRING ->
                    switch (severity) {
                        case CRITICAL -> "#c62828";
                        case HIGH -> "#bc4c00";
                        case MEDIUM -> "#8a6100";
                        case LOW -> "#57606a";
                    };
        };
    }

    private Map<String, Object> line(MessageLine line, boolean many) {
        String text = SafeText.lines(line.text(), many ? MOST_TEXT_OF_MANY : MOST_TEXT);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("alert", line(line.alert()));
        fields.put("rule", line.key().rule().word());
        fields.put("meaning", line.key().rule().meaning());
        fields.put("reason", SafeText.line(line.reason(), MOST_TITLE));
        fields.put("title", SafeText.line(line.title(), MOST_TITLE));
        fields.put("text", text);
        fields.put("text_lines", text.isEmpty() ? List.of() : text.lines().toList());
        fields.put("by", line(line.by()));
        fields.put("repeated", line.said() == Said.FIRING && !line.thread().equals(message.id()));
        fields.put("ack_command", "caretaker alert ack " + line(line.alert()));
        fields.put("show_command", showCommand(line));
        fields.put("lines", List.of());
        putSaid(fields, line.said(), line.severity());
        putTimes(fields, line);
        putPlace(fields, line.place());
        putAffected(fields, line);
        return Collections.unmodifiableMap(fields);
    }

    /// Empty for a trial, of which nothing is kept.
    private static String showCommand(MessageLine line) {
        return line.key().rule() == AlertRule.TEST
                ? ""
                : "caretaker alert show " + line(line.alert());
    }

    private void putTimes(Map<String, Object> fields, MessageLine line) {
        String since = times.at(line.since());
        String lasted = "";
        String when = since;
        String ended = "";
        if (line.endedAt() != null && line.said() != Said.EVENT) {
            ended = times.at(line.endedAt());
            lasted = Times.length(Duration.between(line.since(), line.endedAt()));
            when = "from " + since + " to " + ended + ", lasted " + lasted;
        } else if (line.said() != Said.EVENT) {
            lasted = Times.length(Duration.between(line.since(), message.at()));
            when = "since " + since + ", for " + lasted;
        }
        fields.put("since", since);
        fields.put("ended_at", ended);
        fields.put("lasted", lasted);
        fields.put("when", when);
    }

    private static void putPlace(Map<String, Object> fields, AlertPlace place) {
        fields.put("service", line(place.service()));
        fields.put("service_type", line(place.serviceType()));
        fields.put("host", line(place.host()));
        fields.put("environment", line(place.environment()));
        fields.put("region", line(place.region()));
        fields.put("label", line(place.label()));
        fields.put("where", where(place));
    }

    private static String where(AlertPlace place) {
        String what =
                place.serviceType().isEmpty()
                        ? place.label()
                        : place.label() + " (" + place.serviceType() + ")";
        String host =
                place.host().isEmpty() || place.host().equals(place.label())
                        ? ""
                        : "on host " + place.host();
        String first = place.service().isEmpty() && !place.host().isEmpty() ? "host " + what : what;
        return Stream.of((first + " " + host).strip(), place.environment(), place.region())
                .map(MessageModel::line)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static void putAffected(Map<String, Object> fields, MessageLine line) {
        List<String> names = line.affected().stream().map(MessageModel::line).toList();
        int more = Math.max(0, line.affectedCount() - names.size());
        fields.put("affected", names);
        fields.put("affected_count", line.affectedCount());
        fields.put("affected_more", more);
        fields.put(
                "affected_names",
                String.join(", ", names) + (more == 0 ? "" : " and " + more + " more"));
    }

    /// `5 alerts: 2 critical, 3 high. 4 firing, 1 resolved. 4 in production, 1 in staging.` What is
    /// not in the lines is not among the parts.
    private String summary() {
        int count = message.lines().size() + message.more();
        String of = message.more() == 0 ? "" : ", the first " + message.lines().size();
        return Stream.of(
                        count + (count == 1 ? " alert" : " alerts") + of + ": " + bySeverity(),
                        counts(each -> word(each.said()), " "),
                        counts(each -> line(each.place().environment()), " in "))
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(". ", "", "."));
    }

    private String bySeverity() {
        var counts = new TreeMap<Severity, Integer>(Comparator.reverseOrder());
        message.lines().forEach(each -> counts.merge(each.severity(), 1, Integer::sum));
        return joined(counts, MessageModel::word, " ");
    }

    private String counts(Function<MessageLine, String> part, String between) {
        var counts = new TreeMap<String, Integer>();
        message.lines().stream()
                .map(part)
                .filter(each -> !each.isEmpty())
                .forEach(each -> counts.merge(each, 1, Integer::sum));
        return joined(counts, each -> each, between);
    }

    private static <T> String joined(
            Map<T, Integer> counts, Function<T, String> name, String between) {
        String listed =
                counts.entrySet().stream()
                        .limit(MOST_NAMES)
                        .map(each -> each.getValue() + between + name.apply(each.getKey()))
                        .collect(Collectors.joining(", "));
        return counts.size() > MOST_NAMES ? listed + " and others" : listed;
    }

    private String names(Function<AlertPlace, String> part) {
        List<String> all =
                message.lines().stream()
                        .map(each -> line(part.apply(each.place())))
                        .filter(each -> !each.isEmpty())
                        .distinct()
                        .toList();
        String named = all.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return all.size() > MOST_NAMES
                ? named + " and " + (all.size() - MOST_NAMES) + " more"
                : named;
    }

    private static String line(String text) {
        return SafeText.line(text, MOST_NAME);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
