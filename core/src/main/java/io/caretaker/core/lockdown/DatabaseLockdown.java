package io.caretaker.core.lockdown;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.HostAccess;
import java.util.List;

/// Restricting who may connect to one kind of database server. Thread-safe.
///
/// Tries the ways to the needed rights in a fixed order: the target's own account, then the
/// server's own operating-system user on its host. When none is open, throws
/// [io.caretaker.core.problem.Problem] `DENIED` with a hint that names what would open one, and
/// `UNREACHABLE` when nobody answers.
public interface DatabaseLockdown {
    /// What lets connections in now. Changes nothing.
    ///
    /// @param host the host that the server runs on
    Gates look(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException;

    /// Sets restrictions, all or none of them. A thing that is gone, or whose restriction is not
    /// the one expected, is left alone: [#look] tells afterwards what came of it. Doing it twice
    /// does no harm.
    void set(DatabaseTarget target, HostAccess host, List<Setting> settings, Deadline deadline)
            throws InterruptedException;

    /// One restriction to set.
    ///
    /// @param expected how it must stand now, or it is left alone
    /// @param wanted how it shall stand
    record Setting(Restriction expected, Restriction wanted) {
        public Setting {
            if (!expected.of(wanted)) {
                throw new IllegalArgumentException("two different things");
            }
        }
    }
}
