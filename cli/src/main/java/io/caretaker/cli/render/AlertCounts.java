package io.caretaker.cli.render;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Alerts and messages in numbers.
///
/// @param channels that are configured
/// @param open alerts that fire
/// @param acknowledged those of them that somebody sees to
/// @param muted those of them that nobody is told of because somebody wants it so
/// @param waiting messages that have not arrived
/// @param dead messages of the last seven days that were given up
public record AlertCounts(
        int channels, long open, long acknowledged, long muted, long waiting, long dead) {

    /// Where nothing has run yet.
    public static AlertCounts none(int channels) {
        return new AlertCounts(channels, 0, 0, 0, 0, 0);
    }

    public Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("open", open);
        document.put("acknowledged", acknowledged);
        document.put("muted", muted);
        document.put("waiting_messages", waiting);
        document.put("dead_messages", dead);
        return document;
    }

    /// What a person should know of it, a line for each; empty when there is nothing.
    public String text(Style style) {
        var text = new StringBuilder();
        if (open > 0) {
            String seen = acknowledged > 0 ? ", " + acknowledged + " seen to" : "";
            String quiet = muted > 0 ? ", " + muted + " muted" : "";
            String told = channels == 0 ? "; nobody is told, no channel is configured" : "";
            line(
                    text,
                    style,
                    Texts.count(open, "open alert")
                            + seen
                            + quiet
                            + told
                            + ": `caretaker alert list`.");
        }
        if (waiting > 0) {
            line(
                    text,
                    style,
                    Texts.count(waiting, "message")
                            + (waiting == 1 ? " waits" : " wait")
                            + " to be delivered: `caretaker alert history --result waiting`.");
        }
        if (dead > 0) {
            line(
                    text,
                    style,
                    Texts.count(dead, "message")
                            + (dead == 1 ? " was" : " were")
                            + " given up in the last 7 days: `caretaker alert history --result dead`.");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Style style, String line) {
        text.append(style.doubtful(line)).append('\n');
    }
}
