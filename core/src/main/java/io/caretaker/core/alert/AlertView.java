package io.caretaker.core.alert;

import java.time.Instant;
import java.util.List;
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
}
