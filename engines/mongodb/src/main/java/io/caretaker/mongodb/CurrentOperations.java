package io.caretaker.mongodb;

import com.mongodb.MongoCommandException;
import io.caretaker.core.check.Deadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// Everything that goes on in a server, at one moment. Immutable.
///
/// A router is asked twice: for what its own clients do, and for what runs on the shards.
///
/// @param all whether what belongs to other users is among it
record CurrentOperations(List<OperationRow> rows, boolean all) {
    private static final int NEITHER_PRIMARY_NOR_SECONDARY = 13436;

    CurrentOperations {
        rows = List.copyOf(rows);
    }

    static CurrentOperations read(Server server, boolean router, Deadline deadline) {
        try {
            return new CurrentOperations(rows(server, router, true, deadline), true);
        } catch (MongoCommandException e) {
            if (!Server.unauthorised(e)) {
                throw e;
            }
            return new CurrentOperations(rows(server, router, false, deadline), false);
        }
    }

    private static List<OperationRow> rows(
            Server server, boolean router, boolean everybody, Deadline deadline) {
        List<OperationRow> own = ask(server, stage(everybody, true, router), everybody, deadline);
        if (!router || !everybody) {
            return own;
        }
        var rows = new ArrayList<>(own);
        Set<String> known = new HashSet<>();
        own.stream().map(OperationRow::sessionId).filter(Objects::nonNull).forEach(known::add);
        for (OperationRow row : ask(server, stage(true, false, false), true, deadline)) {
            boolean work =
                    row.type() == OperationRow.Type.OPERATION
                            || (row.type() == OperationRow.Type.IDLE_SESSION
                                    && !known.contains(row.sessionId()));
            if (work) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Document stage(boolean everybody, boolean idle, boolean local) {
        var stage =
                new Document("allUsers", everybody)
                        .append("idleConnections", idle)
                        .append("idleSessions", true)
                        .append("idleCursors", idle);
        return local ? stage.append("localOps", true) : stage;
    }

    private static List<OperationRow> ask(
            Server server, Document stage, boolean everybody, Deadline deadline) {
        try {
            var rows = new ArrayList<OperationRow>();
            server.admin()
                    .aggregate(List.of(new Document("$currentOp", stage)))
                    .batchSize(10_000)
                    .maxTime(Math.max(1, deadline.remainingMillis()), TimeUnit.MILLISECONDS)
                    .forEach(row -> rows.add(new OperationRow(row)));
            return rows;
        } catch (MongoCommandException e) {
            if (!Server.unknown(e) && e.getErrorCode() != NEITHER_PRIMARY_NOR_SECONDARY) {
                throw e;
            }
            return command(server, everybody, deadline);
        }
    }

    /// What serves the protocol without the stage may still have the command. So has a member that
    /// is an arbiter or recovers, which refuses all aggregation.
    private static List<OperationRow> command(Server server, boolean everybody, Deadline deadline) {
        Document reply =
                server.run(
                        new Document("currentOp", 1)
                                .append("$all", true)
                                .append("$ownOps", !everybody)
                                .append("maxTimeMS", Math.max(1, deadline.remainingMillis())));
        return Fields.documents(reply, "inprog").stream().map(OperationRow::new).toList();
    }

    /// The operation with this number, as far as it can be seen.
    @Nullable OperationRow operation(String id) {
        return rows.stream().filter(row -> id.equals(row.operationId())).findFirst().orElse(null);
    }
}
