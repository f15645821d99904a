package io.caretaker.server.desk;

import io.caretaker.core.document.SessionDocument;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.CleanupExplanation;
import io.caretaker.core.session.CleanupReport;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.server.care.Cleanup;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A clean-up that a person wants once. What was rehearsed before is what is done, and nothing
/// else. Not thread-safe.
public final class OneTimeCleanup {
    private final Database database;
    private final DatabaseTarget target;
    private final Care care;
    private final String actor;
    private final RememberedLook sessions;
    private final Cleanup cleanup;

    OneTimeCleanup(Database database, Care care, String actor) throws InterruptedException {
        DatabasePorts ports = database.ports();
        this.database = database;
        this.care = care;
        this.actor = actor;
        this.sessions = new RememberedLook(database.requireSessions());
        this.cleanup =
                new Cleanup(sessions, new LateAudit(ports.audit()), ports.clock(), ports.ticker());
        this.target = database.reached();
    }

    /// What would be ended; nothing is changed.
    ///
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` or `DENIED` when the server does not
    ///   show its sessions
    public CleanupReport rehearse() throws InterruptedException {
        return cleanup.run(order(true), database.deadline());
    }

    /// Does it; after a rehearsal to what that has seen. Sessions that have changed since are not
    /// ended, because the server compares.
    ///
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` or `DENIED` when the server does not
    ///   show its sessions; then nothing was done
    public CleanupReport run() throws InterruptedException {
        if (sessions.first() != null) {
            sessions.showAgain();
        }
        return cleanup.run(order(false), database.deadline());
    }

    private Cleanup.Order order(boolean dry) {
        return new Cleanup.Order(database.service(), target, care, dry, actor);
    }

    /// The sessions that were decided about; empty before.
    public Optional<SessionSnapshot> seen() {
        return Optional.ofNullable(sessions.first());
    }

    /// Why it was decided so; empty before.
    public Optional<CleanupExplanation> explanation() {
        return seen().map(snapshot -> CleanupExplanation.of(snapshot, care));
    }

    /// As a document.
    ///
    /// @param explained whether it says of every session why
    public Map<String, @Nullable Object> document(CleanupReport report, boolean explained) {
        Map<String, @Nullable Object> document =
                SessionDocument.cleanup(database.service().id().value(), report);
        if (explained) {
            explanation()
                    .ifPresent(
                            why -> document.put("explanation", SessionDocument.explanation(why)));
        }
        return document;
    }
}
