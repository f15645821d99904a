package io.caretaker.cli.render;

import io.caretaker.core.alert.AlertCounts;

/// Alerts and messages in numbers, for people.
public final class AlertCountsText {
    private AlertCountsText() {}

    /// What a person should know of it, a line for each; empty when there is nothing.
    public static String of(AlertCounts counts, Style style) {
        var text = new StringBuilder();
        if (counts.open() > 0) {
            String seen =
                    counts.acknowledged() > 0 ? ", " + counts.acknowledged() + " seen to" : "";
            String quiet = counts.muted() > 0 ? ", " + counts.muted() + " muted" : "";
            String told =
                    counts.channels() == 0 ? "; nobody is told, no channel is configured" : "";
            line(
                    text,
                    style,
                    Texts.count(counts.open(), "open alert")
                            + seen
                            + quiet
                            + told
                            + ": `caretaker alert list`.");
        }
        if (counts.waiting() > 0) {
            line(
                    text,
                    style,
                    Texts.count(counts.waiting(), "message")
                            + (counts.waiting() == 1 ? " waits" : " wait")
                            + " to be delivered: `caretaker alert history --result waiting`.");
        }
        if (counts.dead() > 0) {
            line(
                    text,
                    style,
                    Texts.count(counts.dead(), "message")
                            + (counts.dead() == 1 ? " was" : " were")
                            + " given up in the last 7 days: `caretaker alert history --result dead`.");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Style style, String line) {
        text.append(style.doubtful(line)).append('\n');
    }
}
