package io.caretaker.web.alert;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.inventory.Severity;
import io.caretaker.web.page.When;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One alert in a list, and at the top of its own page. Pure.
///
/// @param look the class of its severity: `bad`, `doubt` or `unknown`; `good` for one that is over
/// @param address the page of what it is about; empty when it has none
/// @param told the channels that were told, in words
/// @param seenBy who sees to it and what they said; empty for nobody
/// @param muted who wants nobody to be told, and until when; empty when it is not muted
/// @param ending how it ended; empty while it fires
public record AlertLine(
        String id,
        String severity,
        String look,
        boolean firing,
        String title,
        String text,
        String label,
        String address,
        String place,
        When since,
        @Nullable When ended,
        String ending,
        String told,
        String held,
        String seenBy,
        String muted) {

    static AlertLine of(AlertView view, Instant now) {
        Alert alert = view.alert();
        return new AlertLine(
                alert.id(),
                word(alert.severity()),
                alert.firing() ? look(alert.severity()) : "good",
                alert.firing(),
                alert.title(),
                alert.text(),
                view.place().label(),
                address(view.place()),
                place(view.place()),
                When.of(alert.since(), now),
                When.ofNullable(alert.event() ? null : alert.endedAt(), now),
                alert.ending(),
                told(view),
                alert.firing() ? alert.held() : "",
                seenBy(view.word(), now),
                view.muted() ? muted(view, now) : "");
    }

    /// What makes it another one for people, in one word that differs when it does.
    public String stamp() {
        return Integer.toHexString((severity + firing + title + text + seenBy).hashCode());
    }

    static String word(Severity severity) {
        return switch (severity) {
            case LOW -> "Low";
            case MEDIUM -> "Medium";
            case HIGH -> "High";
            case CRITICAL -> "Critical";
        };
    }

    private static String look(Severity severity) {
        return switch (severity) {
            case LOW -> "unknown";
            case MEDIUM -> "doubt";
            case HIGH, CRITICAL -> "bad";
        };
    }

    private static String address(AlertPlace place) {
        if (!place.service().isEmpty()) {
            return "/services/" + place.service();
        }
        return place.host().isEmpty() ? "" : "/hosts/" + place.host();
    }

    private static String place(AlertPlace place) {
        return place.environment().isEmpty()
                ? ""
                : place.environment() + (place.region().isEmpty() ? "" : ", " + place.region());
    }

    private static String told(AlertView view) {
        List<String> told = view.told();
        return told.isEmpty() ? "nobody was told yet" : "told " + String.join(", ", told);
    }

    private static String seenBy(@Nullable Acknowledgement word, Instant now) {
        if (word == null) {
            return "";
        }
        return word.by()
                + " sees to it"
                + (word.until() == null
                        ? ""
                        : ", " + When.of(word.until(), now).relative() + " no longer")
                + (word.comment().isEmpty() ? "" : ": " + word.comment());
    }

    private static String muted(AlertView view, Instant now) {
        if (view.mutes().isEmpty()) {
            return "its service is muted";
        }
        Mute mute = view.mutes().getFirst();
        return "muted by "
                + mute.by()
                + (mute.until() == null
                        ? " until it is lifted"
                        : ", ends " + When.of(mute.until(), now).relative())
                + (mute.comment().isEmpty() ? "" : ": " + mute.comment());
    }
}
