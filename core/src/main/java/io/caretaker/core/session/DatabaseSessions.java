package io.caretaker.core.session;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Seeing and ending the sessions of one kind of database server. Thread-safe.
public interface DatabaseSessions {
    /// All sessions with who blocks whom, in one transaction with time limits on statements and
    /// locks. Changes nothing.
    ///
    /// Cost: a few milliseconds at 500 sessions; it takes the server's lock tables for reading once
    /// for each session that waits.
    SessionsReply look(DatabaseTarget target, Deadline deadline) throws InterruptedException;

    /// Ends one session, or its query, if and only if the server still has that very session; the
    /// comparison is the server's own, in the same statement.
    ///
    /// With [EndMethod#TERMINATE] it waits, within the deadline, until the session is gone. Doing
    /// it twice does no harm.
    ///
    /// @param unchangedSince ends it only if it has been in its state since then
    ///   ([DatabaseSession#stateSince]), so that nobody is ended for what he no longer does; null
    ///   ends it whatever it does now
    EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline)
            throws InterruptedException;
}
