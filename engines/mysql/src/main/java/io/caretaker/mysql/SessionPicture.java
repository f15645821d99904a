package io.caretaker.mysql;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import io.caretaker.core.session.SqlText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes sessions of what the server shows. Pure but for what it recalls.
final class SessionPicture {
    private static final int LONGEST_QUERY = 1_000;
    private static final String CARETAKER = "caretaker";

    private final SessionTables tables;
    private final Blockers blockers;
    private final SessionRights rights;
    private final SessionQuery.Sight sight;
    private final SessionMemory memory;
    private final Instant start;

    /// @param start when the server started
    SessionPicture(
            SessionTables tables,
            SessionRights rights,
            SessionQuery.Sight sight,
            SessionMemory memory,
            Instant start) {
        this.tables = tables;
        this.blockers = Blockers.of(tables);
        this.rights = rights;
        this.sight = sight;
        this.memory = memory;
        this.start = start;
    }

    Blockers blockers() {
        return blockers;
    }

    List<DatabaseSession> sessions(@Nullable List<String> preparedNames) {
        var sessions = new ArrayList<DatabaseSession>();
        tables.sessions.forEach(row -> sessions.add(session(row)));
        for (SessionTables.Transaction transaction : blockers.prepared()) {
            sessions.add(
                    PreparedTransactions.session(
                            transaction.id(), transaction.since(), preparedNames));
        }
        return sessions;
    }

    private DatabaseSession session(SessionRow row) {
        @Nullable String program = tables.programs.get(row.id());
        boolean servers = row.servers();
        SessionKind kind = memory.kind(row.id(), kind(row, program));
        @Nullable Instant transaction = blockers.transactionSince(row);
        List<String> waitsFor = List.copyOf(blockers.of(row.id()));
        @Nullable String wanted = blockers.wanted(row.id());
        return new DatabaseSession(
                new SessionKey(Long.toString(row.id()), start),
                kind,
                state(row, servers, transaction != null),
                servers ? null : row.user(),
                row.database(),
                program == null || program.isBlank() ? null : program,
                servers ? null : row.client(),
                transaction,
                row.querySince(),
                row.since(),
                wanted == null && row.mark().running() ? row.stage() : wanted,
                waitsFor.isEmpty() ? null : blockers.waitSince(row),
                waitsFor,
                query(row),
                servers
                        ? "it belongs to the server itself, and no KILL ends it"
                        : rights.objection(row.user()));
    }

    private SessionKind kind(SessionRow row, @Nullable String program) {
        SessionKind kind = SessionKinds.of(row, program, own(row, program));
        return kind == SessionKind.CLIENT && tables.backups.contains(row.id())
                ? SessionKind.BACKUP
                : kind;
    }

    /// Where programs do not tell their names, whoever has caretaker's account may be caretaker.
    private boolean own(SessionRow row, @Nullable String program) {
        return rights.user().equals(row.user()) && (CARETAKER.equals(program) || !sight.programs());
    }

    private static SessionState state(SessionRow row, boolean servers, boolean inTransaction) {
        if (servers || row.command().equals("Daemon")) {
            return SessionState.UNKNOWN;
        }
        if (row.mark().running() && !row.command().equals("Sleep")) {
            return SessionState.ACTIVE;
        }
        return inTransaction ? SessionState.IDLE_IN_TRANSACTION : SessionState.IDLE;
    }

    private static @Nullable String query(SessionRow row) {
        @Nullable String text = row.info();
        if (text == null) {
            return null;
        }
        String normal = SqlText.normalise(text, SqlText.Dialect.MYSQL);
        return normal.isEmpty() ? null : SqlText.cut(normal, LONGEST_QUERY);
    }
}
