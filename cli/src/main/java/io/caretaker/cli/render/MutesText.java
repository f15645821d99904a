package io.caretaker.cli.render;

import io.caretaker.core.alert.Mute;
import java.time.Instant;
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
                    mute.matcher().words(),
                    mute.comment());
        }
        return table.in(style);
    }
}
