package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message says of one alert, as it was when the message was made.
///
/// @param alert its id
/// @param reason why it is said now, for people
/// @param title one plain sentence
/// @param endedAt null while it fires
/// @param affected labels of what is affected as well, at most ten
/// @param affectedCount how many are affected as well
/// @param by who sees to it; empty when nobody said so
/// @param thread the id of the message that told the alert first on this channel
/// @param openInThread how many alerts told first in that message still fire
public record MessageLine(
        String alert,
        AlertKey key,
        Said said,
        String reason,
        Severity severity,
        String title,
        String text,
        Instant since,
        @Nullable Instant endedAt,
        AlertPlace place,
        List<String> affected,
        int affectedCount,
        String by,
        String thread,
        int openInThread) {
    public static final int MOST_NAMED = 10;

    public MessageLine {
        affected = List.copyOf(affected);
    }

    /// The same with the number of alerts of its thread that still fire.
    MessageLine counted(int open) {
        return new MessageLine(
                alert,
                key,
                said,
                reason,
                severity,
                title,
                text,
                since,
                endedAt,
                place,
                affected,
                affectedCount,
                by,
                thread,
                open);
    }
}
