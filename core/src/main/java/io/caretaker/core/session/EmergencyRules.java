package io.caretaker.core.session;

import io.caretaker.core.session.CleanupPlan.Spared;
import io.caretaker.core.session.CleanupPlan.Victim;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Chooses the sessions that an emergency shutdown ends: all that are somebody's, except the
/// protected ones, replication and backups. Pure.
public final class EmergencyRules {
    private EmergencyRules() {}

    public static CleanupPlan plan(SessionSnapshot snapshot, Protection protection) {
        var victims = new ArrayList<Victim>();
        var spared = new ArrayList<Spared>();
        var unable = new ArrayList<Victim>();
        for (DatabaseSession session : snapshot.sessions()) {
            if (session.kind() == SessionKind.SYSTEM || session.kind() == SessionKind.PREPARED) {
                continue;
            }
            @Nullable String objection = objection(session, protection);
            if (objection == null && session.bare()) {
                // What does nothing and cannot be closed is no reason to call a shutdown
                // incomplete.
                objection = session.endable();
            }
            if (objection == null) {
                var victim =
                        new Victim(
                                session,
                                Offence.IDLE,
                                EndMethod.TERMINATE,
                                "emergency shutdown",
                                0);
                (session.endable() == null ? victims : unable).add(victim);
            } else {
                spared.add(new Spared(session, objection));
            }
        }
        return new CleanupPlan(victims, spared, unable);
    }

    /// Maintenance that a person has started is somebody's work; that of the server itself is not.
    private static @Nullable String objection(DatabaseSession session, Protection protection) {
        boolean byPerson = session.kind() == SessionKind.MAINTENANCE && session.user() != null;
        return byPerson ? protection.listed(session) : protection.objection(session);
    }
}
