package io.caretaker.web.database;

import io.caretaker.core.inventory.Care;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.LockForest;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.core.session.SessionState;
import io.caretaker.web.page.Amounts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who is connected to a database, and who waits for whom.
///
/// @param trouble why nobody can be seen; empty when they can
/// @param hint what helps then
/// @param unseen those that wait for a session that is not seen
/// @param more how many fit and are not shown
public record SessionsPage(
        DatabaseHead head,
        String trouble,
        String hint,
        String counts,
        SessionChoice choice,
        List<SessionRow> rows,
        int more,
        List<LockNode> locks,
        List<SessionRow> unseen,
        List<String> notes) {
    private static final int SHOWN = 200;

    public SessionsPage {
        rows = List.copyOf(rows);
        locks = List.copyOf(locks);
        unseen = List.copyOf(unseen);
        notes = List.copyOf(notes);
    }

    static SessionsPage of(
            DatabaseHead head, SessionSnapshot snapshot, Care care, SessionChoice choice) {
        Instant now = snapshot.at();
        Map<String, Integer> blocks = new HashMap<>();
        snapshot.sessions()
                .forEach(each -> each.blockedBy().forEach(id -> blocks.merge(id, 1, Integer::sum)));
        List<DatabaseSession> fitting = choice.of(snapshot, care.longQuery());
        return new SessionsPage(
                head,
                "",
                "",
                counts(snapshot),
                choice,
                fitting.stream()
                        .limit(SHOWN)
                        .map(each ->
                                SessionRow.of(each, care, blocks.getOrDefault(each.id(), 0), now))
                        .toList(),
                Math.max(0, fitting.size() - SHOWN),
                LockForest.of(snapshot).stream().map(each -> LockNode.of(each, care, now)).toList(),
                LockForest.unseen(snapshot).stream()
                        .map(each -> SessionRow.of(each, care, 0, now))
                        .toList(),
                snapshot.notes());
    }

    /// Of a server that does not show them.
    static SessionsPage unseen(
            DatabaseHead head, String trouble, String hint, SessionChoice choice) {
        return new SessionsPage(
                head, trouble, hint, "", choice, List.of(), 0, List.of(), List.of(), List.of());
    }

    private static String counts(SessionSnapshot snapshot) {
        long active =
                snapshot.sessions().stream()
                        .filter(each -> each.user() != null && each.state() == SessionState.ACTIVE)
                        .count();
        long idle =
                snapshot.sessions().stream()
                        .filter(each -> each.state().idleInTransaction())
                        .count();
        long blocked = snapshot.sessions().stream().filter(DatabaseSession::blocked).count();
        return Amounts.count(snapshot.connections(), "connection")
                + " of "
                + snapshot.maxConnections()
                + ", "
                + active
                + " active"
                + (idle == 0 ? "" : ", " + idle + " idle in transaction")
                + (blocked == 0 ? "" : ", " + blocked + (blocked == 1 ? " waits" : " wait"));
    }

    /// Who blocks others, in a sentence; empty when nobody does.
    public String blocking() {
        int waiting = locks.stream().mapToInt(LockNode::waiting).sum();
        if (locks.isEmpty()) {
            return "";
        }
        return Amounts.count(waiting, "session")
                + (waiting == 1 ? " waits" : " wait")
                + " behind "
                + (locks.size() == 1 ? "one session" : locks.size() + " sessions");
    }
}
