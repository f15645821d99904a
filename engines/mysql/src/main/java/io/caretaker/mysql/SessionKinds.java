package io.caretaker.mysql;

import io.caretaker.core.session.SessionKind;
import io.caretaker.core.session.SqlText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a session is there for, from what the server tells of it. Pure.
///
/// Source: MySQL 8.0 Reference Manual, "Thread Command Values", "The threads Table", "Connection
/// Attribute Tables"; MariaDB Knowledge Base, "Thread Command Values". Names of programs are those
/// that they give themselves.
final class SessionKinds {
    private static final Set<String> SERVERS_OWN =
            Set.of(
                    "system user",
                    "event_scheduler",
                    "unauthenticated user",
                    "mysql.session",
                    "mysql.sys",
                    "mysql.infoschema",
                    "mariadb.sys");

    private static final List<String> BACKUP_PROGRAMS =
            List.of(
                    "mysqldump",
                    "mariadb-dump",
                    "mariabackup",
                    "mariadb-backup",
                    "xtrabackup",
                    "innobackupex",
                    "mydumper",
                    "mysqlpump",
                    "mysqlbackup",
                    "libmysql"); // what mariadb-backup has instead of a name

    private static final List<String> MAINTENANCE_PROGRAMS =
            List.of(
                    "mysqlcheck",
                    "mariadb-check",
                    "mysql_upgrade",
                    "mariadb-upgrade",
                    "pt-online-schema-change",
                    "gh-ost");

    private static final Set<String> REPLICATION_COMMANDS =
            Set.of(
                    "Binlog Dump",
                    "Binlog Dump GTID",
                    "Register Slave",
                    "Register Replica",
                    "Slave_IO",
                    "Slave_SQL",
                    "Slave_worker");

    private static final Pattern REPLICATION_THREAD =
            Pattern.compile(".*(slave_|replica_|group_rpl|Ack_receiver).*");

    /// What only programs for backups say, comments included: those that dump ask for every row
    /// past the cache, and begin with a snapshot that older servers may leave out.
    private static final Pattern BACKUP_STATEMENT =
            Pattern.compile(
                    "\\s*(SELECT\\s*/\\*!40001\\s+SQL_NO_CACHE\\s*\\*/"
                            + "|START\\s+TRANSACTION\\s*/\\*!40100\\s+WITH\\s+CONSISTENT\\s"
                            + "|BACKUP\\s+(STAGE|LOCK)\\b"
                            + "|LOCK\\s+INSTANCE\\s+FOR\\s+BACKUP"
                            + "|LOCK\\s+(TABLES|BINLOG)\\s+FOR\\s+BACKUP"
                            + "|CLONE\\s+(LOCAL|INSTANCE)\\b).*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern MAINTENANCE =
            Pattern.compile(
                    "\\s*((alter|optimize|analyze|repair|check)\\s"
                            + "(\\s*(local|no_write_to_binlog|online|ignore)\\s)*\\s*table"
                            + "|(create|drop)\\s+((or\\s+replace|online|unique|fulltext|spatial)"
                            + "\\s+)*index)\\b.*",
                    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private SessionKinds() {}

    /// Whether the name is one of the server's, and no user's.
    static boolean serversOwn(@Nullable String user) {
        return user == null || SERVERS_OWN.contains(user);
    }

    static SessionKind of(SessionRow row, @Nullable String program, boolean own) {
        if (own) {
            return SessionKind.OWN;
        }
        if (replicates(row)) {
            return SessionKind.REPLICATION;
        }
        if (row.servers() || byTheServer(row)) {
            return SessionKind.SYSTEM;
        }
        if (row.command().equals("Clone")
                || isOneOf(BACKUP_PROGRAMS, program)
                || says(BACKUP_STATEMENT, row.info())) {
            return SessionKind.BACKUP;
        }
        boolean maintains =
                isOneOf(MAINTENANCE_PROGRAMS, program)
                        || (row.mark().running() && says(MAINTENANCE, shape(row.info())));
        return maintains ? SessionKind.MAINTENANCE : SessionKind.CLIENT;
    }

    private static boolean replicates(SessionRow row) {
        String thread = row.threadName();
        boolean applies =
                thread == null
                        && "system user".equals(row.user())
                        && (row.command().equals("Connect") || row.command().equals("Query"));
        return REPLICATION_COMMANDS.contains(row.command())
                || (thread != null && REPLICATION_THREAD.matcher(thread).matches())
                || applies;
    }

    /// Events of the scheduler run under the name of who made them.
    private static boolean byTheServer(SessionRow row) {
        return row.command().equals("Daemon")
                || (row.threadName() == null && row.command().equals("Connect"));
    }

    private static @Nullable String shape(@Nullable String info) {
        return info == null ? null : SqlText.normalise(info, SqlText.Dialect.MYSQL);
    }

    private static boolean says(Pattern pattern, @Nullable String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static boolean isOneOf(List<String> programs, @Nullable String program) {
        if (program == null) {
            return false;
        }
        String name = program.toLowerCase(Locale.ROOT);
        return programs.stream().anyMatch(name::startsWith);
    }
}
