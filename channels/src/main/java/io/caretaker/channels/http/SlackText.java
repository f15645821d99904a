package io.caretaker.channels.http;

import io.caretaker.channels.text.SafeText;
import java.time.Instant;

/// Text in Slack's own markup, in which nothing of the text is a command, a mention or a link.
/// Pure.
///
/// Source: docs.slack.dev, "Formatting message text" (escaping), "Block Kit" (lengths).
final class SlackText {
    /// Of the text of a section, and of an element of a context.
    static final int MOST_SECTION = 3_000;

    /// Of a header.
    static final int MOST_HEADER = 150;

    /// Beyond it Slack splits a message into several.
    static final int MOST_TEXT = 4_000;

    private SlackText() {}

    /// Escaped, at most so many UTF-16 units, never empty, cut between characters.
    static String escaped(String text, int most) {
        var whole = new StringBuilder();
        String clean = SafeText.lines(text, most);
        for (int at = 0; at < clean.length(); ) {
            int point = clean.codePointAt(at);
            String piece = piece(point);
            at += Character.charCount(point);
            int kept = at < clean.length() ? most - 1 : most;
            if (whole.length() + piece.length() > kept) {
                return whole.append('…').toString();
            }
            whole.append(piece);
        }
        return whole.isEmpty() ? "–" : whole.toString();
    }

    /// A time, which Slack shows in the reader's own zone.
    static String time(Instant at) {
        Instant seconds = Instant.ofEpochSecond(at.getEpochSecond());
        return "<!date^" + at.getEpochSecond() + "^{date_short_pretty} {time}|" + seconds + ">";
    }

    private static String piece(int point) {
        return switch (point) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(point);
        };
    }
}
