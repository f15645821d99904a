package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoClient;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.session.EndMethod;
import io.caretaker.core.session.EndReply;
import io.caretaker.core.session.SessionKey;
import io.caretaker.core.session.SessionSnapshot;
import io.caretaker.mongodb.OperationSessions.Seen;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// One client by which the operations of a server are seen and ended. Used by one thread at a time.
final class OperationsLink {
    private final Server server;
    private Map<String, Instant> starts = Map.of();

    OperationsLink(MongoClient client) {
        this.server = new Server(client);
    }

    /// What was seen, and the words for it.
    private record Look(
            Server.Greeting greeting,
            Privileges privileges,
            CurrentOperations operations,
            List<Seen> seen) {}

    private Look read(Deadline deadline) {
        Privileges privileges = Privileges.of(server.permitted(Privileges.COMMAND).orElse(null));
        Server.Greeting greeting = server.greeting();
        CurrentOperations operations = CurrentOperations.read(server, greeting.router(), deadline);
        List<Seen> seen = new OperationSessions(operations, greeting, privileges, starts).all();
        starts = OperationSessions.starts(seen);
        return new Look(greeting, privileges, operations, seen);
    }

    SessionSnapshot look(Deadline deadline) {
        Look look = read(deadline);
        return new SessionSnapshot(
                look.greeting.at(),
                server.version(),
                server.fingerprint(look.greeting),
                server.connectionLimit(),
                look.seen.stream().map(Seen::session).toList(),
                notes(look));
    }

    private static List<String> notes(Look look) {
        var notes = new ArrayList<String>();
        if (!look.operations.all()) {
            notes.add(
                    "what other users do is hidden from caretaker's account; "
                            + look.privileges.grant("inprog"));
        }
        boolean unnamed =
                look.seen.stream()
                        .anyMatch(each -> each.row().waitsForLock() && !each.session().blocked());
        if (unnamed) {
            notes.add(
                    "operations wait for locks, and MongoDB does not tell who holds them; only"
                            + " who has locked the whole server is named");
        }
        if (look.greeting.router()) {
            notes.add(
                    "this is a router: what its clients do is listed by its number, and what runs"
                            + " on the shards for it and other routers once more, as shard:number");
        }
        return notes;
    }

    /// Whether a session is still what it was when it was looked at.
    boolean present(SessionKey key, @Nullable Instant since, Deadline deadline) {
        return find(read(deadline), key, since) != null;
    }

    private static @Nullable Seen find(Look look, SessionKey key, @Nullable Instant since) {
        return look.seen.stream()
                .filter(each -> each.session().key().equals(key))
                .filter(each -> since == null || unchanged(each, since))
                .findFirst()
                .orElse(null);
    }

    /// A transaction's moment is exact, because it is computed from two recorded numbers.
    private static boolean unchanged(Seen seen, Instant since) {
        @Nullable Instant now = seen.session().stateSince();
        if (now == null) {
            return true;
        }
        return seen.row().type() == OperationRow.Type.OPERATION
                ? Sameness.notAfter(now, since)
                : !now.isAfter(since);
    }

    /// What the server was told.
    ///
    /// @param reply what came of it; with [EndReply.Done] it is yet to be seen whether it is gone
    /// @param since when what was ended began, so that its successor is not taken for it
    record Told(EndReply reply, @Nullable Instant since) {
        static Told of(EndReply reply) {
            return new Told(reply, null);
        }
    }

    /// Tells the server to end what is still as it was seen.
    Told end(SessionKey key, @Nullable Instant unchangedSince, EndMethod method, Deadline limit) {
        Look look = read(limit);
        @Nullable Seen seen = find(look, key, unchangedSince);
        if (seen == null) {
            return Told.of(new EndReply.Gone());
        }
        String objection = seen.session().endable();
        if (objection != null) {
            return Told.of(
                    new EndReply.Denied(
                            "session " + key.id() + " cannot be ended: " + objection, ""));
        }
        EndReply reply =
                switch (seen.row().type()) {
                    case OPERATION -> endOperation(seen, method, look.privileges);
                    case IDLE_SESSION ->
                            method == EndMethod.CANCEL
                                    ? nothingRuns(key)
                                    : endSession(seen, look.privileges);
                    case IDLE_CURSOR ->
                            method == EndMethod.CANCEL
                                    ? nothingRuns(key)
                                    : endCursor(seen, look.privileges);
                    case IDLE_CONNECTION, OTHER -> nothingRuns(key);
                };
        return new Told(reply, seen.session().stateSince());
    }

    private static EndReply nothingRuns(SessionKey key) {
        return new EndReply.Failed("session " + key.id() + " runs nothing that could be cancelled");
    }

    private EndReply endOperation(Seen seen, EndMethod method, Privileges privileges) {
        EndReply reply =
                tell(
                        new Document("killOp", 1).append("op", seen.row().operationToKill()),
                        seen,
                        "killop",
                        privileges);
        boolean more =
                reply instanceof EndReply.Done
                        && method == EndMethod.TERMINATE
                        && seen.row().session() != null;
        if (!more) {
            return reply;
        }
        EndReply session = endSession(seen, privileges);
        return seen.row().inTransaction() || !(session instanceof EndReply.Denied)
                ? session
                : reply;
    }

    /// Its operations, its transaction and its cursors.
    private EndReply endSession(Seen seen, Privileges privileges) {
        Document session = Objects.requireNonNull(seen.row().session());
        return tell(
                new Document("killAllSessionsByPattern", List.of(new Document("lsid", session))),
                seen,
                "killAnySession",
                privileges);
    }

    private EndReply endCursor(Seen seen, Privileges privileges) {
        String namespace = Objects.requireNonNullElse(seen.row().namespace(), "");
        Long cursor = Fields.whole(seen.row().cursor(), "cursorId");
        int dot = namespace.indexOf('.');
        if (dot <= 0 || cursor == null) {
            return new EndReply.Failed("the server does not tell which collection it reads");
        }
        var command =
                new Document("killCursors", namespace.substring(dot + 1))
                        .append("cursors", List.of(cursor));
        try {
            server.database(namespace.substring(0, dot)).runCommand(command);
            return new EndReply.Done();
        } catch (MongoCommandException e) {
            return refused(e, seen, "killAnyCursor", privileges);
        }
    }

    private EndReply tell(Document command, Seen seen, String action, Privileges privileges) {
        try {
            server.run(command);
            return new EndReply.Done();
        } catch (MongoCommandException e) {
            return refused(e, seen, action, privileges);
        }
    }

    private static EndReply refused(
            MongoCommandException failure, Seen seen, String action, Privileges privileges) {
        if (!Server.unauthorised(failure)) {
            return new EndReply.Failed(Refusals.words(failure));
        }
        return new EndReply.Denied(
                "the account may not end session "
                        + seen.session().id()
                        + ": it lacks the action "
                        + action,
                privileges.grant(action));
    }

    /// Why it is still there although the server said that it ends it.
    String stubborn(SessionKey key, Deadline deadline) {
        OperationRow row = read(deadline).operations.operation(key.id());
        String told = "session " + key.id() + " was told to end and is still there";
        if (row == null) {
            return told;
        }
        return row.killed()
                ? told + "; it is marked to be killed, and ends when it next looks"
                : told + "; the server answered that it ends it, and has not marked it";
    }
}
