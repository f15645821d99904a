package io.caretaker.cli.top;

import io.caretaker.core.check.Metrics;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.SessionsReply;

/// The server that is looked at. Thread-safe.
public interface TopServer {
    Service service();

    /// Its sessions now.
    SessionsReply look() throws InterruptedException;

    /// Its newest metrics; empty when it does not say.
    Metrics metrics() throws InterruptedException;

    /// Ends a session or its query, and writes it down.
    ///
    /// @return what came of it, as a sentence
    String end(DatabaseSession session, EndMethod method) throws InterruptedException;
}
