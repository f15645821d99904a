package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.top.TopServer;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionsReply;
import io.caretaker.server.care.SessionEnd;
import io.caretaker.server.desk.Database;
import io.caretaker.server.desk.LateAudit;
import java.time.Duration;
import java.time.InstantSource;

/// A database for the live view. Thread-safe.
record TopDatabase(
        Database database,
        DatabaseSessions sessions,
        DatabaseTarget target,
        SessionEnd sessionEnd,
        String actor)
        implements TopServer {
    private static final Duration ONE_END = Duration.ofSeconds(10);

    static TopDatabase of(Database database, Session session) throws InterruptedException {
        DatabaseSessions sessions = database.requireSessions();
        var end =
                new SessionEnd(
                        sessions,
                        new LateAudit(() -> session.wiring().store().audit()),
                        InstantSource.system(),
                        System::nanoTime);
        return new TopDatabase(database, sessions, database.reached(), end, session.actor());
    }

    @Override
    public Service service() {
        return database.service();
    }

    @Override
    public SessionsReply look() throws InterruptedException {
        return sessions.look(target, database.deadline());
    }

    @Override
    public Metrics metrics() throws InterruptedException {
        DatabaseReply reply =
                database.engine()
                        .examine(
                                target,
                                HealthScope.routine(service().care().longQuery()),
                                database.deadline());
        return reply instanceof DatabaseReply.Reached reached ? reached.metrics() : Metrics.NONE;
    }

    @Override
    public String end(DatabaseSession session, EndMethod method) throws InterruptedException {
        var order = new SessionEnd.Order(service(), target, session, method, false, actor);
        EndReply reply = sessionEnd.run(order, Deadline.after(ONE_END, System::nanoTime));
        String hint = reply instanceof EndReply.Denied denied ? "; " + denied.hint() : "";
        return "session " + session.id() + " " + reply.words(method) + hint;
    }
}
