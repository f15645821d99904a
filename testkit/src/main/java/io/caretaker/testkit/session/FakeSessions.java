package io.caretaker.testkit.session;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.session.DatabaseSessions;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionsReply;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sessions of servers in memory, one server for each address that was asked for by [#server];
/// nobody listens at other addresses. Thread-safe.
public final class FakeSessions implements DatabaseSessions {
    private final InstantSource clock;
    private final Map<String, FakeServer> servers = new ConcurrentHashMap<>();

    /// @param clock that of all the servers
    public FakeSessions(InstantSource clock) {
        this.clock = clock;
    }

    /// The server at this target's address, to be scripted.
    public FakeServer server(DatabaseTarget target) {
        return servers.computeIfAbsent(target.address(), _ -> new FakeServer(clock));
    }

    @Override
    public SessionsReply look(DatabaseTarget target, Deadline deadline) {
        @Nullable DatabaseReply absence = absence(target, deadline);
        return absence != null
                ? new SessionsReply.Unseen(absence)
                : new SessionsReply.Seen(server(target).snapshot());
    }

    @Override
    public EndReply end(
            DatabaseTarget target,
            SessionKey session,
            @Nullable Instant unchangedSince,
            EndMethod method,
            Deadline deadline) {
        return switch (absence(target, deadline)) {
            case null -> server(target).end(session, unchangedSince, method);
            case DatabaseReply.Refused refused -> new EndReply.Failed(refused.message());
            case DatabaseReply.Unknown unknown -> new EndReply.Failed(unknown.message());
            case DatabaseReply.Reached _ -> throw new IllegalStateException("present, not absent");
        };
    }

    private @Nullable DatabaseReply absence(DatabaseTarget target, Deadline deadline) {
        @Nullable FakeServer server = servers.get(target.address());
        if (server == null) {
            return new DatabaseReply.Refused(
                    Fault.REFUSED, "nobody listens at " + target.address(), null);
        }
        return deadline.expired()
                ? new DatabaseReply.Refused(
                        Fault.TIMED_OUT, target.address() + " did not answer in time", null)
                : server.absence();
    }
}
