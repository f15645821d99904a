package io.caretaker.core.session;

import io.caretaker.core.health.EngineKind;
import java.util.List;

/// Whom a server needs for its own work and its backups, by the names that it and the programs of
/// its makers use. They are protected besides what a service lists, also where the server does not
/// say that a session is a backup or its own ([SessionKind]). Pure.
///
/// A person's administrator account (`root`, `postgres`, `admin`) is nobody's own and is not among
/// them.
public final class EngineProtection {
    private static final List<String> MYSQL_BACKUPS =
            List.of(
                    "mysqldump",
                    "mysqlpump",
                    "mysqlbackup",
                    "mydumper",
                    "xtrabackup",
                    "mariadb-dump",
                    "mariadb-backup",
                    "mariabackup");

    /// PostgreSQL says of each session what it is; its adapter knows its backup programs.
    private static final Protection POSTGRESQL = Protection.NONE;

    /// Source: MySQL manual 8.0 and 8.4, "Reserved Accounts", "Event Scheduler Overview".
    private static final Protection MYSQL =
            new Protection(
                    List.of(
                            "mysql.session",
                            "mysql.sys",
                            "mysql.infoschema",
                            "event_scheduler",
                            "system user"),
                    MYSQL_BACKUPS,
                    List.of());

    /// Source: MariaDB knowledge base, "Authentication from MariaDB 10.4" (`mariadb.sys`),
    /// "Events".
    private static final Protection MARIADB =
            new Protection(
                    List.of("mariadb.sys", "event_scheduler", "system user"),
                    MYSQL_BACKUPS,
                    List.of());

    /// Source: MongoDB manual 4.2 to 8.0, "System Users" (`__system`); the names that mongodump,
    /// the agents of Ops Manager (whose backups are by the CPS module) and Percona Backup for
    /// MongoDB give when they connect.
    private static final Protection MONGODB =
            new Protection(
                    List.of("__system"),
                    List.of(
                            "mongodump",
                            "mongorestore",
                            "MongoDB Automation Agent*",
                            "MongoDB Backup Module*",
                            "MongoDB CPS Module*",
                            "MongoDB Monitoring Module*",
                            "pbm",
                            "pbm-*"),
                    List.of());

    private EngineProtection() {}

    public static Protection of(EngineKind kind) {
        return switch (kind) {
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL -> MYSQL;
            case MARIADB -> MARIADB;
            case MONGODB -> MONGODB;
        };
    }
}
