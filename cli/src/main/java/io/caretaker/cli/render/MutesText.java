package io.caretaker.cli.render;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Mute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Mutes for people.
public final class MutesText {
    private MutesText() {}

    public static String of(List<Mute> mutes, Instant now, Style style) {
        if (mutes.isEmpty()) {
            return "Nothing is muted.\n";
        }
        var table = new Table("MUTE", "UNTIL", "BY", "WHAT", "COMMENT");
        for (Mute mute : mutes) {
            Instant until = mute.until();
            String end = until == null ? "lifted" : HistoryText.local(until);
            table.add(
                    mute.id(),
                    mute.holds(now) ? end : end + " (over)",
                    mute.by(),
                    what(mute.matcher()),
                    mute.comment());
        }
        return table.in(style);
    }

    /// What is muted, in words.
    public static String what(AlertMatcher matcher) {
        var words = new ArrayList<String>();
        add(words, "rule", matcher.rules().stream().map(AlertRule::word).toList());
        add(words, "severity", matcher.severities().stream().map(Texts::word).toList());
        add(words, "service", matcher.services());
        add(words, "host", matcher.hosts());
        add(words, "environment", matcher.environments());
        add(words, "region", matcher.regions());
        add(words, "service type", matcher.serviceTypes());
        add(words, "tag", matcher.tags());
        add(words, "problem", matcher.problems());
        return words.isEmpty() ? "everything" : String.join(", ", words);
    }

    private static void add(List<String> words, String kind, Collection<String> values) {
        if (!values.isEmpty()) {
            words.add(kind + " " + String.join(" or ", values.stream().sorted().toList()));
        }
    }
}
