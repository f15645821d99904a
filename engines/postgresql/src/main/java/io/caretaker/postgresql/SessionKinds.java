package io.caretaker.postgresql;

import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SessionState;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a session is there for, from what the server tells of it. Pure.
///
/// Source: PostgreSQL manual, `pg_stat_activity.backend_type` (12 to 18); names of applications are
/// those that the programs give themselves.
final class SessionKinds {
    private static final List<String> BACKUP_PROGRAMS =
            List.of(
                    "pg_dump", // and pg_dumpall, and the workers of pg_dump -j
                    "pg_basebackup",
                    "pg_receivewal",
                    "pgbackrest",
                    "barman",
                    "wal-g",
                    "pg_probackup");

    /// Whatever they do at the moment: between two statements they hold what their work needs.
    private static final List<String> MAINTENANCE_PROGRAMS =
            List.of("pg_repack", "pg_restore", "vacuumdb", "reindexdb", "clusterdb");

    /// Copies a server's files to make a replica of one that was a primary.
    private static final String REWIND = "pg_rewind";

    /// Backup mode lasts as long as its session does; `pg_start_backup` is its name up to 14.
    private static final Pattern BACKUP_BEGUN =
            Pattern.compile(
                    "\\b(pg_backup_start|pg_start_backup)\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final Pattern MAINTENANCE =
            Pattern.compile(
                    "\\s*(vacuum|analy[zs]e|reindex|cluster|refresh\\s+materialized\\s"
                            + "|create\\s+(unique\\s+)?index)\\b.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final String CLIENT = "client backend";

    private SessionKinds() {}

    /// What is known of a session.
    ///
    /// @param type as the server calls it; null where the account may not see it
    /// @param own whether it is caretaker's
    /// @param progresses whether the server reports the progress of a vacuum or its kin
    /// @param backsUp whether it sends a base backup
    /// @param query normalised
    record Signs(
            @Nullable String type,
            boolean hasUser,
            boolean own,
            @Nullable String application,
            SessionState state,
            boolean progresses,
            boolean backsUp,
            @Nullable String query) {}

    static SessionKind of(Signs signs) {
        if (signs.own) {
            return SessionKind.OWN;
        }
        @Nullable String type = signs.type;
        if (type == null) {
            return signs.hasUser ? client(signs) : SessionKind.SYSTEM;
        }
        if (type.equals(CLIENT)) {
            return client(signs);
        }
        if (type.equals("walsender")) {
            return signs.backsUp || backupProgram(signs.application)
                    ? SessionKind.BACKUP
                    : SessionKind.REPLICATION;
        }
        boolean launches = type.equals("logical replication launcher");
        if (type.equals("walreceiver") || (type.startsWith("logical replication") && !launches)) {
            return SessionKind.REPLICATION;
        }
        return type.equals("autovacuum worker") ? SessionKind.MAINTENANCE : SessionKind.SYSTEM;
    }

    private static SessionKind client(Signs signs) {
        @Nullable String query = signs.query;
        if (backupProgram(signs.application)
                || (query != null && BACKUP_BEGUN.matcher(query).find())) {
            return SessionKind.BACKUP;
        }
        if (isOneOf(List.of(REWIND), signs.application)) {
            return SessionKind.REPLICATION;
        }
        boolean maintains =
                isOneOf(MAINTENANCE_PROGRAMS, signs.application)
                        || (signs.state == SessionState.ACTIVE
                                && query != null
                                && MAINTENANCE.matcher(query).matches());
        return signs.progresses || maintains ? SessionKind.MAINTENANCE : SessionKind.CLIENT;
    }

    private static boolean backupProgram(@Nullable String application) {
        return isOneOf(BACKUP_PROGRAMS, application);
    }

    private static boolean isOneOf(List<String> programs, @Nullable String application) {
        if (application == null) {
            return false;
        }
        String name = application.toLowerCase(Locale.ROOT);
        return programs.stream().anyMatch(name::startsWith);
    }
}
