package io.caretaker.cli.render;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Telling;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.MuteDocument;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An alert with what people say of it.
///
/// @param word what somebody said to it that holds; or null
/// @param mutes those that hold and fit
/// @param mutedUntil until when its service is muted by the inventory; null when it is not
public record AlertView(
        Alert alert,
        AlertPlace place,
        @Nullable Acknowledgement word,
        List<Mute> mutes,
        @Nullable Instant mutedUntil) {
    public AlertView {
        mutes = List.copyOf(mutes);
    }

    public boolean acknowledged() {
        return alert.firing() && word != null;
    }

    public boolean muted() {
        return alert.firing() && (!mutes.isEmpty() || mutedUntil != null);
    }

    /// The channels that were told, in the order they were.
    public List<String> told() {
        return alert.tellings().stream()
                .filter(each -> each.said() != null)
                .map(Telling::channel)
                .toList();
    }

    /// As a document: the alert, its place and what people say of it.
    public Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>(AlertDocument.of(alert));
        document.put("service_type", place.serviceType());
        document.put("environment", place.environment());
        document.put("region", place.region());
        document.put("label", place.label());
        document.put("told", told());
        document.put("acknowledged", word == null ? null : AcknowledgementDocument.of(word));
        document.put("mutes", mutes.stream().map(MuteDocument::of).toList());
        document.put("muted_until", mutedUntil);
        return document;
    }
}
