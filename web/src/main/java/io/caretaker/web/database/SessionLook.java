package io.caretaker.web.database;

import io.caretaker.core.problem.Problem;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.desk.Database;
import io.caretaker.web.api.Desks;
import org.jspecify.annotations.Nullable;

/// What was seen of the sessions of a database at one moment. Immutable.
///
/// @param snapshot null when they could not be seen
/// @param trouble why not; empty when they could
/// @param hint what helps then
record SessionLook(
        Database database, @Nullable SessionSnapshot snapshot, String trouble, String hint) {

    /// Asks the database.
    static SessionLook at(Desks desks, Database database) throws InterruptedException {
        try {
            return new SessionLook(database, desks.databases().sessions(database), "", "");
        } catch (Problem problem) {
            return new SessionLook(database, null, problem.message(), problem.hint());
        }
    }

    SessionsPage page(DatabaseHead head, SessionChoice choice) {
        return snapshot == null
                ? SessionsPage.unseen(head, trouble, hint, choice)
                : SessionsPage.of(head, snapshot, database.service().careInForce(), choice);
    }
}
