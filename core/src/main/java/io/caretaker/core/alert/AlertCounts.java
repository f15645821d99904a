package io.caretaker.core.alert;

import java.util.Collection;

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

    /// Counted among these; what no longer fires is no open alert.
    public static AlertCounts of(
            int channels, Collection<AlertView> views, long waiting, long dead) {
        return new AlertCounts(
                channels,
                views.stream().filter(view -> view.alert().firing()).count(),
                views.stream().filter(AlertView::acknowledged).count(),
                views.stream().filter(AlertView::muted).count(),
                waiting,
                dead);
    }
}
