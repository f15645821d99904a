package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sessions of PostgreSQL 12 to 18. Keeps one connection for each target and no threads.
/// Thread-safe; questions about one target take turns.
final class PostgresSessions implements DatabaseSessions, AutoCloseable {
    private final SecretSource secrets;
    private final Map<DatabaseTarget, TargetSessions> targets = new ConcurrentHashMap<>();
    private volatile boolean closed;

    PostgresSessions(SecretSource secrets) {
        this.secrets = secrets;
    }

    @Override
    public SessionsReply look(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        @Nullable String flaw = flaw(target);
        return flaw != null
                ? new SessionsReply.Unseen(new DatabaseReply.Unknown(flaw))
                : of(target).look(deadline);
    }

    @Override
    public EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline)
            throws InterruptedException {
        @Nullable String flaw = flaw(target);
        return flaw != null
                ? new EndReply.Failed(flaw)
                : of(target).end(session, unchangedSince, method, deadline);
    }

    /// Closes what is kept for a target.
    void forget(DatabaseTarget target) {
        @Nullable TargetSessions sessions = targets.remove(target);
        if (sessions != null) {
            sessions.close();
        }
    }

    @Override
    public void close() {
        closed = true;
        List.copyOf(targets.keySet()).forEach(this::forget);
    }

    private @Nullable String flaw(DatabaseTarget target) {
        return closed ? "caretaker is stopping" : ConnectionSettings.flaw(target);
    }

    private TargetSessions of(DatabaseTarget target) {
        return targets.computeIfAbsent(target, each -> new TargetSessions(each, secrets));
    }
}
