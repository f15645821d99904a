package io.caretaker.core.recovery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A start, by whomever, whose process lives and which no check has seen succeed yet.
///
/// @param running how long the process has been running, not negative
/// @param trying how long processes of the service have been started without one of them having
///   been well; longer than `running` when an earlier one died
public record ProcessStart(Duration running, Duration trying) {

    /// Why to wait or to give up, instead of disturbing the start; null when it has had its time.
    ///
    /// @param patience how long a start may take
    /// @param longestLoop how long one start after the other is watched at least
    @Nullable RecoveryDecision objection(Duration patience, Duration longestLoop) {
        if (running.compareTo(patience) >= 0) {
            return null;
        }
        Duration enough = patience.compareTo(longestLoop) > 0 ? patience : longestLoop;
        return trying.compareTo(enough) > 0
                ? new RecoveryDecision.GiveUp(
                        "somebody has been starting it again and again for "
                                + trying.toMinutes()
                                + " min and it does not stay up")
                : new RecoveryDecision.Held(
                        Hold.IN_PROGRESS,
                        "its process was started "
                                + running.toSeconds()
                                + " s ago and may still be starting; waiting, not restarting",
                        null);
    }
}
