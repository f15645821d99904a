package io.caretaker.mongodb;

import io.caretaker.core.session.SessionKind;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/// What an operation, connection, session or cursor is there for. Pure.
///
/// Source: MongoDB Manual, "$currentOp", "Replica Set Commands", "Sharding Commands"; names of
/// applications are those that the programs give themselves.
final class OperationKinds {
    /// The account that members of a cluster log in to each other with.
    private static final String MEMBER = "__system";

    private static final String OPLOG = "local.oplog.rs";

    /// What members of a cluster call themselves where there is no access control.
    private static final List<String> MEMBERS_DRIVERS = List.of("networkinterfacetl");

    /// The server's own client, which the old shell has too, but names itself.
    private static final String OWN_DRIVER = "MongoDB Internal Client";

    private static final List<String> REPLICATION_THREADS =
            List.of(
                    "rssync",
                    "rsbackgroundsync",
                    "oplogapplier",
                    "oplogfetcher",
                    "replbatcher",
                    "replwriter",
                    "repl-writer",
                    "replcoord",
                    "syncsourcefeedback",
                    "initialsync",
                    "noopwriter",
                    "applybatchfinalizer",
                    "oplogbatcher",
                    "oplogwriter");

    private static final List<String> MAINTENANCE_THREADS =
            List.of(
                    "ttlmonitor",
                    "indexbuilds",
                    "movechunk",
                    "migrat",
                    "range-deleter",
                    "rangedeleter",
                    "balancer",
                    "resharding",
                    "timeseries");

    private static final Set<String> REPLICATION_COMMANDS =
            Set.of("replsetupdateposition", "replsetheartbeat", "replsetrequestvotes");

    private static final Set<String> MAINTENANCE_COMMANDS =
            Set.of(
                    "createindexes",
                    "reindex",
                    "compact",
                    "validate",
                    "dbcheck",
                    "converttocapped",
                    "movechunk",
                    "moverange",
                    "moveprimary",
                    "movecollection",
                    "mergechunks",
                    "cleanuporphaned",
                    "reshardcollection",
                    "unshardcollection",
                    "commitreshardcollection",
                    "abortreshardcollection",
                    "shardcollection",
                    "refinecollectionshardkey",
                    "analyzeshardkey",
                    "balancerstop",
                    "setfeaturecompatibilityversion",
                    "setuserwriteblockmode",
                    "collmod",
                    "clonecollectionascapped",
                    "compactstructuredencryptiondata",
                    "checkmetadataconsistency",
                    "validatedbmetadata",
                    "fsync",
                    "replsetstepdown",
                    "replsetreconfig",
                    "replsetinitiate",
                    "shutdown",
                    "_recvchunkstart");

    /// How drivers watch whether a server is well.
    private static final Set<String> GREETINGS = Set.of("hello", "ismaster");

    private static final List<String> BACKUP_PROGRAMS =
            List.of(
                    "mongodump",
                    "pbm",
                    "percona backup",
                    "mongodb automation agent",
                    "mongodb cps module",
                    "mongodb backup module",
                    "wal-g");

    private static final List<String> MAINTENANCE_PROGRAMS =
            List.of("mongorestore", "mongosync", "mongot", "mongodb compass import");

    private OperationKinds() {}

    /// @param own whether it is caretaker's
    static SessionKind of(OperationRow row, boolean own) {
        if (own) {
            return SessionKind.OWN;
        }
        if (row.type() == OperationRow.Type.IDLE_SESSION && row.prepared()) {
            return SessionKind.PREPARED;
        }
        if (isOneOf(BACKUP_PROGRAMS, row.application()) || backsUp(row)) {
            return SessionKind.BACKUP;
        }
        if (replicates(row)) {
            return SessionKind.REPLICATION;
        }
        if (internal(row)) {
            return maintains(row) ? SessionKind.MAINTENANCE : SessionKind.SYSTEM;
        }
        String command = command(row);
        if (command != null && GREETINGS.contains(command)) {
            return SessionKind.SYSTEM;
        }
        return maintains(row) || isOneOf(MAINTENANCE_PROGRAMS, row.application())
                ? SessionKind.MAINTENANCE
                : SessionKind.CLIENT;
    }

    /// Whether it is done by the server for itself, or for another member of its cluster.
    private static boolean internal(OperationRow row) {
        Document user = row.user();
        if (user != null) {
            String name = Fields.text(user, "user");
            return name != null && member(name);
        }
        boolean somebodys =
                row.type() == OperationRow.Type.IDLE_SESSION
                        || row.type() == OperationRow.Type.IDLE_CURSOR;
        return !somebodys && (row.client() == null || (members(row) && !row.throughRouter()));
    }

    private static boolean members(OperationRow row) {
        return isOneOf(MEMBERS_DRIVERS, row.driver())
                || (OWN_DRIVER.equals(row.driver()) && row.application() == null);
    }

    /// Whether an account is the one that members of a cluster use among themselves.
    static boolean member(String user) {
        return user.equals(MEMBER);
    }

    private static boolean replicates(OperationRow row) {
        if (row.connection() == null && isOneOf(REPLICATION_THREADS, row.thread())) {
            return true;
        }
        Document asked = row.command();
        String command = command(row);
        boolean tails = row.cursor() != null && Fields.truth(row.cursor(), "tailable");
        boolean reads = OPLOG.equals(row.namespace()) && (tails || "getmore".equals(command));
        boolean told =
                (command != null && REPLICATION_COMMANDS.contains(command))
                        || (asked != null && asked.containsKey("$replData"));
        return reads || told || isOneOf(REPLICATION_THREADS, row.application());
    }

    /// A cursor that holds the data files still, or a server that is locked for a copy of them.
    private static boolean backsUp(OperationRow row) {
        Document asked = row.command();
        boolean locks =
                ("fsync".equals(command(row)) && Fields.truth(asked, "lock"))
                        || "fsyncLockWorker".equals(row.thread());
        return locks
                || copies(asked)
                || copies(Fields.document(row.cursor(), "originatingCommand"));
    }

    private static boolean copies(@Nullable Document asked) {
        return Fields.documents(asked, "pipeline").stream()
                .anyMatch(stage ->
                        stage.containsKey("$backupCursor")
                                || stage.containsKey("$backupCursorExtend"));
    }

    private static boolean maintains(OperationRow row) {
        String command = command(row);
        return (row.connection() == null && isOneOf(MAINTENANCE_THREADS, row.thread()))
                || (command != null && MAINTENANCE_COMMANDS.contains(command))
                || (row.row().get("msg") instanceof String progress
                        && progress.startsWith("Index Build"));
    }

    private static @Nullable String command(OperationRow row) {
        Document command = row.command();
        return command == null || command.isEmpty()
                ? null
                : command.keySet().iterator().next().toLowerCase(Locale.ROOT);
    }

    private static boolean isOneOf(List<String> beginnings, @Nullable String name) {
        return Stream.ofNullable(name)
                .map(each -> each.toLowerCase(Locale.ROOT))
                .filter(Objects::nonNull)
                .anyMatch(each -> beginnings.stream().anyMatch(each::startsWith));
    }
}
