package io.caretaker.channels.http;

import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A message as an incoming webhook of Slack takes it: a heading, then each alert with the colour
/// of its severity. Servers that speak like Slack and know no blocks show `text` and the fallbacks.
/// Pure.
///
/// Source: docs.slack.dev, "Sending messages using incoming webhooks", "Block Kit", "Secondary
/// message attachments".
final class SlackBody {
    private final Rendering rendering;
    private final boolean ownText;

    /// @param ownText whether the text is the user's, and says all
    SlackBody(Rendering rendering, boolean ownText) {
        this.rendering = rendering;
        this.ownText = ownText;
    }

    Map<String, Object> blocks(Message message) {
        var attachments = new ArrayList<Map<String, Object>>();
        if (ownText) {
            attachments.add(
                    attachment(
                            colour(message.said(), message.severity()),
                            message.title(),
                            List.of(section(escaped(rendering.text(message))))));
        } else {
            message.lines().forEach(line -> attachments.add(alert(line)));
        }
        if (message.more() > 0) {
            attachments.add(more(message.more()));
        }
        return Map.of(
                "text", SlackText.escaped(rendering.title(message), SlackText.MOST_TEXT),
                "blocks", List.of(header(rendering.title(message))),
                "attachments", attachments);
    }

    /// The same without blocks.
    Map<String, Object> plain(Message message) {
        String text = rendering.title(message) + "\n" + rendering.text(message);
        return Map.of("text", SlackText.escaped(text, SlackText.MOST_TEXT));
    }

    private static Map<String, Object> alert(MessageLine line) {
        var text = new StringBuilder("*" + SlackText.escaped(line.title(), 1_000) + "*");
        if (!line.text().isBlank()) {
            text.append('\n').append(SlackText.escaped(line.text(), 1_500));
        }
        if (line.affectedCount() > 0) {
            text.append('\n').append(SlackText.escaped(affected(line), 400));
        }
        return attachment(
                colour(line.said(), line.severity()),
                line.title(),
                List.of(section(text.toString()), context(surroundings(line))));
    }

    private static String affected(MessageLine line) {
        int unnamed = line.affectedCount() - line.affected().size();
        return "affected as well: "
                + String.join(", ", line.affected())
                + (unnamed > 0 ? " and " + unnamed + " more" : "");
    }

    private static String surroundings(MessageLine line) {
        var place = line.place();
        String by = line.by().isEmpty() ? "" : "seen to by " + line.by();
        String words =
                Stream.of(
                                word(line.said()),
                                line.severity().name().toLowerCase(Locale.ROOT),
                                place.environment(),
                                place.region(),
                                place.host(),
                                line.reason(),
                                by,
                                line.alert())
                        .filter(each -> !each.isBlank())
                        .collect(Collectors.joining(" · "));
        Instant over = line.said() == Said.EVENT ? null : line.endedAt();
        String ended = over == null ? "" : " to " + SlackText.time(over);
        return SlackText.escaped(words, 2_500) + " · " + SlackText.time(line.since()) + ended;
    }

    private static String word(Said said) {
        return switch (said) {
            case EVENT -> "happened";
            case FIRING -> "firing";
            case ACKNOWLEDGED -> "acknowledged";
            case RESOLVED -> "over";
        };
    }

    private static String colour(Said said, Severity severity) {
        return switch (said) {
            case RESOLVED -> "#2eb67d";
            case ACKNOWLEDGED -> "#8d8d8d";
            case EVENT, FIRING ->
                    switch (severity) {
                        case CRITICAL -> "#c4161c";
                        case HIGH -> "#e8702a";
                        case MEDIUM -> "#ecb22e";
                        case LOW -> "#36a1d6";
                    };
        };
    }

    private static Map<String, Object> more(int count) {
        String text = "and " + count + " more";
        return attachment("#8d8d8d", text, List.of(context(text)));
    }

    private static String escaped(String text) {
        return SlackText.escaped(text, SlackText.MOST_SECTION);
    }

    private static Map<String, Object> attachment(
            String colour, String fallback, List<Map<String, Object>> blocks) {
        return Map.of(
                "color", colour,
                "fallback", SlackText.escaped(fallback, SlackText.MOST_SECTION),
                "blocks", blocks);
    }

    /// Plain text: what looks like markup in a title stays as it is.
    private static Map<String, Object> header(String title) {
        String line = Texts.line(title, SlackText.MOST_HEADER);
        return Map.of(
                "type",
                "header",
                "text",
                Map.of("type", "plain_text", "text", line.isEmpty() ? "–" : line, "emoji", false));
    }

    private static Map<String, Object> section(String markup) {
        return Map.of("type", "section", "text", markup(markup));
    }

    private static Map<String, Object> context(String markup) {
        return Map.of("type", "context", "elements", List.of(markup(markup)));
    }

    private static Map<String, Object> markup(String markup) {
        return Map.of("type", "mrkdwn", "text", markup, "verbatim", true);
    }
}
