package io.caretaker.server.tell;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Mute;
import java.util.List;

/// How alerts stood at the end of a turn, as the daemon remembers it. Immutable.
///
/// @param firing the problems that are there
/// @param ended what has ended or happened within the last minutes
/// @param words what people said to alerts
/// @param mutes also those that are over
public record AlertsNow(
        List<Alert> firing, List<Alert> ended, List<Acknowledgement> words, List<Mute> mutes) {
    public static final AlertsNow NONE = new AlertsNow(List.of(), List.of(), List.of(), List.of());

    public AlertsNow {
        firing = List.copyOf(firing);
        ended = List.copyOf(ended);
        words = List.copyOf(words);
        mutes = List.copyOf(mutes);
    }
}
