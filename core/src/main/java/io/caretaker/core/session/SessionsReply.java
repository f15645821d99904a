package io.caretaker.core.session;

import io.caretaker.core.health.DatabaseReply;

/// What came of looking at a server's sessions.
public sealed interface SessionsReply {
    record Seen(SessionSnapshot snapshot) implements SessionsReply {}

    /// There is no session with the server, or it did not answer.
    ///
    /// @param reply [DatabaseReply.Refused] or [DatabaseReply.Unknown]
    record Unseen(DatabaseReply reply) implements SessionsReply {
        public Unseen {
            if (reply instanceof DatabaseReply.Reached) {
                throw new IllegalArgumentException("a server that was reached was seen");
            }
        }
    }
}
