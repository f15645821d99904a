package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.inventory.Severity;
import java.util.Map;

/// How alerts stand, in numbers, at most a second old.
///
/// @param firing alerts that fire, by what they are
/// @param acknowledged those of them that a person sees to
/// @param muted those of them that a person wants to hear nothing of
/// @param held those of them that nobody is told of at present, for whatever reason
public record AlertFigures(Map<Kind, Long> firing, long acknowledged, long muted, long held) {
    /// Nothing fires.
    public static final AlertFigures NONE = new AlertFigures(Map.of(), 0, 0, 0);

    public AlertFigures {
        firing = Map.copyOf(firing);
    }

    /// What an alert is.
    public record Kind(AlertRule rule, Severity severity) {}

    /// Messages of one channel.
    ///
    /// @param waiting that have not arrived yet
    /// @param sent that arrived since the start
    /// @param dead that were given up since the start
    /// @param failedAttempts attempts after which a message had to be tried again, since the start
    public record ChannelFigures(int waiting, long sent, long dead, long failedAttempts) {}
}
