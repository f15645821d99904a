package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Remembers what was seen first, so that it can be explained, and so that what a person said yes
/// to is done and nothing else. Not thread-safe.
final class RememberedLook implements DatabaseSessions {
    private final DatabaseSessions sessions;
    private @Nullable SessionSnapshot first;
    private boolean again;

    RememberedLook(DatabaseSessions sessions) {
        this.sessions = sessions;
    }

    /// What was seen first; null before.
    @Nullable SessionSnapshot first() {
        return first;
    }

    /// Lets the next look see what the first one saw. Sessions that have changed since are not
    /// ended, because the server compares.
    void showAgain() {
        again = true;
    }

    @Override
    public SessionsReply look(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        SessionSnapshot known = first;
        if (again && known != null) {
            again = false;
            return new SessionsReply.Seen(known);
        }
        SessionsReply reply = sessions.look(target, deadline);
        if (first == null && reply instanceof SessionsReply.Seen(SessionSnapshot snapshot)) {
            first = snapshot;
        }
        return reply;
    }

    @Override
    public EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline)
            throws InterruptedException {
        return sessions.end(target, session, unchangedSince, method, deadline);
    }
}
