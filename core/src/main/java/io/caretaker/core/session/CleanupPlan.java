package io.caretaker.core.session;

import java.util.List;

/// What a clean-up would do to the sessions it has seen; the same for a dry run and a real one.
///
/// @param victims to be ended, in this order
/// @param spared sessions that gave a reason to be ended and will not be
public record CleanupPlan(List<Victim> victims, List<Spared> spared) {
    public CleanupPlan {
        victims = List.copyOf(victims);
        spared = List.copyOf(spared);
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
