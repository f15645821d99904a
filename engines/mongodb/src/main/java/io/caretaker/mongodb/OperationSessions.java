package io.caretaker.mongodb;

import io.caretaker.core.session.DatabaseSession;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What a server tells of its operations, connections, sessions and cursors, in the words all
/// engines share. Immutable.
///
/// MongoDB has no session that lasts as long as a connection: an operation is named by its number,
/// an idle connection by its own (`conn17`), a session with an open transaction by its UUID, and an
/// idle cursor by its number (`cursor:4711`).
final class OperationSessions {
    private static final String CURSOR = "cursor:";

    private final CurrentOperations operations;
    private final Server.Greeting greeting;
    private final Privileges privileges;
    private final Owners owners;
    private final Map<Long, OperationRow> connections = new HashMap<>();
    private final Map<String, Instant> starts;

    /// @param starts when operations began as the look before this one has computed it, which is
    ///   taken again so that it does not waver
    OperationSessions(
            CurrentOperations operations,
            Server.Greeting greeting,
            Privileges privileges,
            Map<String, Instant> starts) {
        this.operations = operations;
        this.greeting = greeting;
        this.privileges = privileges;
        this.owners = Owners.among(operations.rows());
        this.starts = Map.copyOf(starts);
        for (OperationRow row : operations.rows()) {
            Long connection = row.connection();
            boolean on =
                    row.type() == OperationRow.Type.OPERATION
                            || row.type() == OperationRow.Type.IDLE_CONNECTION;
            if (on && connection != null && row.shard() == null) {
                connections.put(connection, row);
            }
        }
    }

    /// One row, and the session it is.
    record Seen(OperationRow row, DatabaseSession session) {}

    /// Without threads that do nothing. The connection of a session that is listed for its
    /// transaction is not listed again.
    List<Seen> all() {
        Set<Long> holding = new HashSet<>();
        for (OperationRow row : operations.rows()) {
            Long connection = row.connection();
            if (row.type() == OperationRow.Type.IDLE_SESSION && connection != null) {
                holding.add(connection);
            }
        }
        return operations.rows().stream()
                .filter(row -> row.type() != OperationRow.Type.OTHER)
                .filter(row ->
                        row.type() != OperationRow.Type.IDLE_CONNECTION
                                || !holding.contains(row.connection()))
                .map(row -> new Seen(row, session(row)))
                .toList();
    }

    /// When the operations among them began.
    static Map<String, Instant> starts(List<Seen> seen) {
        var starts = new HashMap<String, Instant>();
        for (Seen each : seen) {
            Instant since = each.session().stateSince();
            if (each.row().type() == OperationRow.Type.OPERATION && since != null) {
                starts.put(each.session().id(), since);
            }
        }
        return starts;
    }

    /// Which sessions hold up which others.
    private List<String> blockers(OperationRow row) {
        return row.type() == OperationRow.Type.OPERATION
                ? ServerLocks.blockers(row, operations.rows())
                : List.of();
    }

    private DatabaseSession session(OperationRow row) {
        SessionKind kind = OperationKinds.of(row, own(row));
        @Nullable String user = user(row, kind);
        Since since = since(row);
        List<String> blockers = blockers(row);
        return new DatabaseSession(
                key(row),
                kind,
                state(row),
                user,
                database(row),
                application(row),
                address(row),
                row.inTransaction() ? row.transactionSince() : null,
                since.query,
                since.state,
                row.type() == OperationRow.Type.OPERATION ? row.waitsFor() : null,
                blockers.isEmpty() ? null : lockWaitSince(row),
                blockers,
                query(row),
                endable(row, kind, user));
    }

    private SessionKey key(OperationRow row) {
        return switch (row.type()) {
            case OPERATION ->
                    new SessionKey(Objects.requireNonNull(row.operationId()), greeting.startedAt());
            case IDLE_CONNECTION, OTHER ->
                    new SessionKey("conn" + row.connection(), greeting.startedAt());
            case IDLE_SESSION ->
                    new SessionKey(
                            (row.shard() == null ? "" : row.shard() + ":")
                                    + Objects.requireNonNullElse(row.sessionId(), "session"),
                            Objects.requireNonNullElse(
                                    row.transactionSince(), greeting.startedAt()));
            case IDLE_CURSOR ->
                    new SessionKey(
                            CURSOR + Fields.whole(row.cursor(), "cursorId"),
                            Objects.requireNonNullElse(
                                    Fields.instant(row.cursor(), "createdDate"),
                                    greeting.startedAt()));
        };
    }

    private static SessionState state(OperationRow row) {
        return switch (row.type()) {
            case OPERATION -> SessionState.ACTIVE;
            case IDLE_CONNECTION, IDLE_CURSOR, OTHER -> SessionState.IDLE;
            case IDLE_SESSION -> SessionState.IDLE_IN_TRANSACTION;
        };
    }

    private boolean own(OperationRow row) {
        if (row.shard() == null
                && row.connection() != null
                && row.connection().equals(greeting.connection())) {
            return true;
        }
        String user = Fields.text(row.user(), "user");
        return LogIn.APPLICATION.equals(row.application())
                && row.connection() != null
                && Objects.equals(user, privileges.account());
    }

    private @Nullable String user(OperationRow row, SessionKind kind) {
        @Nullable String name = Fields.text(row.user(), "user");
        boolean thread = row.type() == OperationRow.Type.OPERATION && row.connection() == null;
        boolean servers = kind == SessionKind.SYSTEM || thread;
        if (name != null) {
            return servers || OperationKinds.member(name) ? null : CommandShape.clean(name);
        }
        if (servers) {
            return null;
        }
        return switch (row.type()) {
            case IDLE_SESSION, IDLE_CURSOR -> owner(row);
            case OPERATION, IDLE_CONNECTION, OTHER ->
                    row.client() == null ? null : Owners.ANONYMOUS;
        };
    }

    /// Whose session it is, by its digest, or by the connection it was last used on.
    private @Nullable String owner(OperationRow row) {
        @Nullable String owner = owners.of(row);
        if (owner != null) {
            return CommandShape.clean(owner);
        }
        Long connection = row.connection();
        OperationRow on = connection == null ? null : connections.get(connection);
        @Nullable String name = on == null ? null : Fields.text(on.user(), "user");
        return name == null ? null : CommandShape.clean(name);
    }

    /// @param state since when it does what it does
    private record Since(@Nullable Instant query, @Nullable Instant state) {}

    /// An idle connection does not tell since when. An idle cursor does, but takes up no connection
    /// that it could be ended for. Who waits for news, as change streams do, works on no query that
    /// could be too long.
    private Since since(OperationRow row) {
        return switch (row.type()) {
            case OPERATION -> {
                @Nullable Instant start = steady(row);
                yield new Since(row.follows() ? null : start, start);
            }
            case IDLE_SESSION -> new Since(row.lastActive(), row.lastActive());
            case IDLE_CURSOR -> new Since(Fields.instant(row.cursor(), "lastAccessDate"), null);
            case IDLE_CONNECTION, OTHER -> new Since(null, null);
        };
    }

    private @Nullable Instant steady(OperationRow row) {
        @Nullable Instant start = row.startedAt();
        Instant before = starts.get(Objects.requireNonNull(row.operationId()));
        return start != null && before != null && Sameness.same(before, start) ? before : start;
    }

    private @Nullable Instant lockWaitSince(OperationRow row) {
        Long micros = row.lockWaitMicros();
        return micros == null ? null : greeting.at().minus(micros, ChronoUnit.MICROS);
    }

    private static @Nullable String database(OperationRow row) {
        @Nullable String name = Fields.text(row.command(), "$db");
        @Nullable String namespace = row.namespace();
        if (name == null && namespace != null) {
            int dot = namespace.indexOf('.');
            name = dot < 0 ? namespace : namespace.substring(0, dot);
        }
        return name == null || name.isEmpty() ? null : CommandShape.clean(name);
    }

    /// A thread of the server is called what it does.
    private static @Nullable String application(OperationRow row) {
        @Nullable String name = row.application();
        if (name == null && row.connection() == null && row.client() == null) {
            name = row.thread();
        }
        return name == null ? null : CommandShape.clean(name);
    }

    private static @Nullable String address(OperationRow row) {
        @Nullable String client = row.client();
        if (client == null) {
            return null;
        }
        if (client.startsWith("anonymous unix socket") || client.startsWith("/")) {
            return "local";
        }
        int colon = client.lastIndexOf(':');
        return CommandShape.clean(colon < 0 ? client : client.substring(0, colon));
    }

    private static @Nullable String query(OperationRow row) {
        @Nullable Document began = Fields.document(row.cursor(), "originatingCommand");
        @Nullable String shape = CommandShape.of(row.command());
        if (row.type() == OperationRow.Type.IDLE_CURSOR) {
            return CommandShape.of(began);
        }
        @Nullable String origin = CommandShape.of(began);
        return shape == null || origin == null ? shape : shape + " (" + origin + ")";
    }

    private @Nullable String endable(OperationRow row, SessionKind kind, @Nullable String user) {
        return switch (row.type()) {
            case OPERATION -> {
                if (kind == SessionKind.SYSTEM || row.connection() == null) {
                    yield "it is the server's own work";
                }
                yield kind == SessionKind.OWN ? "it is caretaker's own" : allowed("killop", user);
            }
            case IDLE_CONNECTION, OTHER ->
                    "nothing runs on it, and MongoDB has no command that closes a connection";
            case IDLE_SESSION ->
                    kind == SessionKind.PREPARED
                            ? "its coordinator decides it; no command of this server ends it"
                            : owned("killAnySession", user, "transactionLifetimeLimitSeconds");
            case IDLE_CURSOR -> owned("killAnyCursor", user, "cursorTimeoutMillis");
        };
    }

    /// What belongs to nobody knows whom might belong to somebody protected.
    private @Nullable String owned(String action, @Nullable String user, String limit) {
        return user == null
                ? "whose it is cannot be told, as its owner is not connected; the server ends it"
                        + " after "
                        + limit
                : allowed(action, user);
    }

    private @Nullable String allowed(String action, @Nullable String user) {
        return privileges.may(action) || (user != null && user.equals(privileges.account()))
                ? null
                : "the account lacks the action " + action + "; " + privileges.grant(action);
    }
}
