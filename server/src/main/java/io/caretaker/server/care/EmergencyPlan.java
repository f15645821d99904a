package io.caretaker.server.care;

import io.caretaker.core.change.ChangeState;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.lockdown.LockdownPlan;
import io.caretaker.core.session.CleanupPlan;
import io.caretaker.core.session.SessionSnapshot;
import org.jspecify.annotations.Nullable;

/// What an emergency shutdown of a service's server would do now.
///
/// @param target the server by its own address
/// @param way the same as it is reached from here, by which its sessions are seen and ended
/// @param lockdown null when none was asked for
/// @param inForce the lockdown that is in force already, or was interrupted; null when there is
///   none
public record EmergencyPlan(
        Service service,
        DatabaseTarget target,
        DatabaseTarget way,
        SessionSnapshot snapshot,
        CleanupPlan sessions,
        @Nullable Lockdown lockdown,
        @Nullable ChangeState inForce) {

    /// What would refuse clients.
    public record Lockdown(Gates gates, LockdownPlan plan) {}

    /// The server's own identity; null where caretaker's account may not read it.
    public @Nullable String fingerprint() {
        Lockdown asked = lockdown;
        return asked != null ? asked.gates().fingerprint() : snapshot.fingerprint();
    }
}
