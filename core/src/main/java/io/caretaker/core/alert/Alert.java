package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One problem from its beginning to its end, or one event. Immutable.
///
/// @param id short, to be typed (`a-7f3a90c1`)
/// @param severity in force: by service, environment and rule
/// @param since when the problem began first
/// @param changedAt when `state` or `severity` last changed
/// @param endedAt when it ended; null while it fires
/// @param ending what ended it, one plain sentence; empty while it fires
/// @param beginnings when it began, the oldest first, at most the last ten; one that begins again
///   soon after its end is the same alert
/// @param held why nobody is told of it at present; empty while people are told
/// @param tellings what each channel knows
public record Alert(
        String id,
        AlertKey key,
        AlertState state,
        Severity severity,
        String title,
        String text,
        Instant since,
        Instant changedAt,
        @Nullable Instant endedAt,
        String ending,
        List<Instant> beginnings,
        String held,
        List<Telling> tellings) {
    public static final int MOST_BEGINNINGS = 10;

    public Alert {
        beginnings = List.copyOf(beginnings);
        tellings = List.copyOf(tellings);
    }

    public boolean firing() {
        return state == AlertState.FIRING;
    }

    /// Whether it is something that happened, not something that lasts.
    public boolean event() {
        return !key.rule().condition();
    }

    public Optional<Telling> telling(String channel) {
        return tellings.stream().filter(each -> each.channel().equals(channel)).findFirst();
    }

    /// Whether some channel was told of it.
    public boolean told() {
        return tellings.stream().anyMatch(each -> each.said() != null);
    }

    /// The same with a channel's newest telling.
    public Alert with(Telling telling) {
        var all = new ArrayList<Telling>();
        tellings.stream()
                .filter(each -> !each.channel().equals(telling.channel()))
                .forEach(all::add);
        all.add(telling);
        return with(all);
    }

    public Alert with(List<Telling> newTellings) {
        return new Alert(
                id,
                key,
                state,
                severity,
                title,
                text,
                since,
                changedAt,
                endedAt,
                ending,
                beginnings,
                held,
                newTellings);
    }

    /// The same with another reason why nobody is told.
    public Alert held(String reason) {
        return new Alert(
                id,
                key,
                state,
                severity,
                title,
                text,
                since,
                changedAt,
                endedAt,
                ending,
                beginnings,
                reason,
                tellings);
    }
}
