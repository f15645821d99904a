package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.store.Store;
import java.time.Instant;

/// Saying something to alerts, and writing down who did.
final class AlertWords {
    private AlertWords() {}

    /// The store to write to.
    ///
    /// @throws io.caretaker.core.problem.Problem `NOT_FOUND` when there is none yet
    static Store store(Session session) {
        Reports.store(session);
        return session.wiring().store();
    }

    static void audit(Session session, Store store, String action, String target, String what) {
        store.audit()
                .append(AuditEntry.of(Instant.now(), session.actor(), action, target, true, what));
    }
}
