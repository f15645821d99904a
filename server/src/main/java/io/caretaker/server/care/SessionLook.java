package io.caretaker.server.care;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionsReply;

/// Looks at a server's sessions where nothing can be done without seeing them.
public final class SessionLook {
    private SessionLook() {}

    /// The sessions now.
    ///
    /// @throws Problem `UNREACHABLE` or `DENIED` when the server does not show them
    public static SessionSnapshot at(
            DatabaseSessions sessions, DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        return seen(sessions.look(target, deadline));
    }

    /// The sessions that a reply shows.
    ///
    /// @throws Problem `UNREACHABLE` or `DENIED` when it shows none
    public static SessionSnapshot seen(SessionsReply reply) {
        return switch (reply) {
            case SessionsReply.Seen seen -> seen.snapshot();
            case SessionsReply.Unseen unseen -> throw unseen(unseen.reply());
        };
    }

    private static Problem unseen(DatabaseReply reply) {
        return switch (reply) {
            case DatabaseReply.Refused refused ->
                    new Problem(
                            refused.fault() == Fault.AUTHENTICATION
                                    ? ProblemCode.DENIED
                                    : ProblemCode.UNREACHABLE,
                            refused.message(),
                            refused.details() == null ? "" : refused.details());
            case DatabaseReply.Unknown unknown ->
                    new Problem(ProblemCode.UNREACHABLE, unknown.message(), "");
            case DatabaseReply.Reached reached ->
                    throw new IllegalStateException("reached and not seen: " + reached.version());
        };
    }
}
