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
        for (DatabaseSession session : snapshot.sessions()) {
            if (session.kind() == SessionKind.SYSTEM || session.kind() == SessionKind.PREPARED) {
                continue;
            }
            @Nullable String objection = objection(session, protection);
            if (objection == null) {
                victims.add(
                        new Victim(
                                session,
                                Offence.IDLE,
                                EndMethod.TERMINATE,
                                "emergency shutdown",
                                0));
            } else {
                spared.add(new Spared(session, objection));
            }
        }
        return new CleanupPlan(victims, spared);
    }

    /// Maintenance that a person has started is somebody's work; that of the server itself is not.
    private static @Nullable String objection(DatabaseSession session, Protection protection) {
        boolean byPerson = session.kind() == SessionKind.MAINTENANCE && session.user() != null;
        @Nullable String objection =
                byPerson ? protection.listed(session) : protection.objection(session);
        return objection != null ? objection : session.endable();
    }
}
