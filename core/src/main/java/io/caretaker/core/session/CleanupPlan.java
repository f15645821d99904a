package io.caretaker.core.session;

import java.util.List;
import java.util.Objects;

/// What a clean-up would do to the sessions it has seen; the same for a dry run and a real one.
///
/// @param victims to be ended, in this order
/// @param spared sessions that gave a reason to be ended and will not be
/// @param unable sessions that should be ended, and that caretaker's account may not end
public record CleanupPlan(List<Victim> victims, List<Spared> spared, List<Victim> unable) {
    public CleanupPlan {
        victims = List.copyOf(victims);
        spared = List.copyOf(spared);
        unable = List.copyOf(unable);
    }

    /// Why one that should be ended cannot be: what [DatabaseSession#endable] says.
    public static String obstacle(Victim victim) {
        return Objects.requireNonNullElse(victim.session().endable(), "it cannot be ended");
    }

    /// A session to be ended.
    ///
    /// @param method what is tried first; after [EndMethod#CANCEL] and the time of grace it is
    ///   terminated if need be
    /// @param reason one plain clause (`idle in transaction for 412 s`)
    /// @param waiting how many sessions wait behind it
    public record Victim(
            DatabaseSession session,
            Offence offence,
            EndMethod method,
            String reason,
            int waiting) {}

    /// A session that is left alone.
    ///
    /// @param reason what it did, and why it is spared all the same
    public record Spared(DatabaseSession session, String reason) {}
}
