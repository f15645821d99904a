package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Sessions of MySQL 8.0 to 9 and MariaDB 10.6 to 11.8. Keeps one connection for each target and no
/// threads. Thread-safe; questions about one target take turns.
///
/// A server never gives the number of a connection to another one as long as it runs, so a session
/// is known by that number and the moment at which the server started.
final class MysqlSessions implements DatabaseSessions, AutoCloseable {
    private final Function<DatabaseTarget, LogIn> logIns;
    private final NameResolver names;
    private final Map<DatabaseTarget, TargetSessions> targets = new ConcurrentHashMap<>();
    private volatile boolean closed;

    MysqlSessions(Function<DatabaseTarget, LogIn> logIns, NameResolver names) {
        this.logIns = logIns;
        this.names = names;
    }

    @Override
    public SessionsReply look(DatabaseTarget target, Deadline deadline)
            throws InterruptedException {
        return closed
                ? new SessionsReply.Unseen(new DatabaseReply.Unknown("caretaker is stopping"))
                : of(target).look(deadline);
    }

    /// With MariaDB the server compares and acts in one compound statement, and cancels a query by
    /// the query's own number. MySQL knows no such statement: what compares and what ends stand in
    /// one packet, which the server works off one directly after the other; in the microseconds
    /// between the two a session may still turn to something else.
    @Override
    public EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline)
            throws InterruptedException {
        return closed
                ? new EndReply.Failed("caretaker is stopping")
                : of(target).end(session, unchangedSince, method, deadline);
    }

    /// Closes what is kept for a target.
    void forget(DatabaseTarget target) {
        @Nullable TargetSessions sessions = targets.remove(target);
        if (sessions != null) {
            sessions.close();
        }
    }

    /// Closes what is kept for these targets; whoever asks next connects anew.
    void rest(Predicate<DatabaseTarget> which) {
        List.copyOf(targets.keySet()).stream().filter(which).forEach(this::forget);
    }

    @Override
    public void close() {
        closed = true;
        rest(_ -> true);
    }

    private TargetSessions of(DatabaseTarget target) {
        return targets.computeIfAbsent(
                target, each -> new TargetSessions(each, logIns.apply(each), names));
    }
}
