package io.caretaker.core.profile;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import java.util.List;

/// The profiler of one kind of database server. Thread-safe.
///
/// Throws [io.caretaker.core.problem.Problem]: `UNREACHABLE` when nobody answers, `DENIED` with the
/// grant that is missing, `INVALID` where this server has none.
public interface QueryProfiler {
    /// What the profilers of all databases that the account may see record. Changes nothing.
    List<Profile> all(DatabaseTarget target, Deadline deadline) throws InterruptedException;

    /// What the profiler of one database records. Changes nothing.
    Profile look(DatabaseTarget target, String database, Deadline deadline)
            throws InterruptedException;

    /// Changes it. A filter stays as it is. Doing it twice does no harm.
    void set(DatabaseTarget target, String database, ProfileOrder order, Deadline deadline)
            throws InterruptedException;

    /// What else a change of one database's profiler changes, for people, as sentences; empty when
    /// nothing.
    String sideEffects(ProfileOrder order);
}
