package io.caretaker.mysql;

import io.caretaker.core.session.EndMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The statements by which one dialect shows and ends sessions. Several stand in one text, each
/// with the name of its result as the first column, so that a look costs one round trip.
interface SessionQuery {
    /// More of a statement than is ever shown.
    int TEXT = 8_000;

    /// The server's clock in microseconds since 1970.
    String NOW = "CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS SIGNED)";

    /// The clock and all sessions; where this sight allows it, programs, transactions, waits.
    String look();

    /// What is to be asked more when somebody waits; null when nothing is.
    @Nullable String waits();

    /// Ends a session, or its query, if it is still there and in the marked state: comparing and
    /// ending in one text.
    ///
    /// @param mark null when it may be in any state
    /// @param begun when it began what it runs, where that, too, tells it from whatever it runs
    ///   next; else null
    String end(long id, @Nullable StateMark mark, @Nullable Instant begun, EndMethod method);

    /// A row if the session is there, be it only to roll back.
    String present(long id);

    /// What can be seen of a server.
    ///
    /// @param seesAll whether the account may see what others do
    /// @param programs whether the names of programs can be seen
    /// @param schema whether performance_schema tells what sessions do and wait for
    /// @param metadataLocks whether locks of definitions are recorded
    /// @param plugin whether MariaDB's METADATA_LOCK_INFO is there
    record Sight(
            boolean seesAll,
            boolean programs,
            boolean schema,
            boolean metadataLocks,
            boolean plugin) {}

    static SessionQuery of(ServerVersion version, Sight sight) {
        if (version.mariadb()) {
            return new MariaDbQuery(sight);
        }
        return sight.schema ? new MysqlQuery(sight) : new PlainMysqlQuery(sight);
    }

    String PROGRAMS =
            "SELECT 1 AS programs, PROCESSLIST_ID AS id, ATTR_VALUE AS program"
                    + " FROM performance_schema.session_connect_attrs"
                    + " WHERE ATTR_NAME = 'program_name'";

    /// Times are in the time zone of the server's system, whatever that of the session.
    ///
    /// Source: MySQL 8.0 Reference Manual, "The INFORMATION_SCHEMA INNODB_TRX Table"; MariaDB
    /// Knowledge Base, "Information Schema INNODB_TRX Table". A transaction that nobody is
    /// connected to has the number 0 for its session.
    String TRANSACTIONS =
            "SELECT 1 AS transactions, CAST(trx_id AS CHAR) AS trx, trx_mysql_thread_id AS id,"
                    + " trx_state = 'LOCK WAIT' AS waits, trx_requested_lock_id AS wanted,"
                    + " trx_rows_locked > 0 AS holds,"
                    + " CAST(UNIX_TIMESTAMP(trx_started) * 1000000 AS SIGNED) AS started,"
                    + " CAST(UNIX_TIMESTAMP(trx_wait_started) * 1000000 AS SIGNED) AS wait_started"
                    + " FROM information_schema.INNODB_TRX";

    String LOCKS =
            "SELECT 1 AS locks, t.PROCESSLIST_ID AS id, l.OBJECT_TYPE AS type,"
                    + " l.OBJECT_SCHEMA AS object_schema, l.OBJECT_NAME AS object_name,"
                    + " l.LOCK_TYPE AS mode, l.LOCK_STATUS = 'PENDING' AS pending"
                    + " FROM performance_schema.metadata_locks l"
                    + " JOIN performance_schema.threads t ON t.THREAD_ID = l.OWNER_THREAD_ID"
                    + " WHERE t.PROCESSLIST_ID IS NOT NULL AND t.PROCESSLIST_ID <> CONNECTION_ID()"
                    + " AND l.LOCK_STATUS IN ('GRANTED', 'PENDING')";

    /// A session that was ended is not listed any more by MySQL while it rolls back.
    String LISTED = "SELECT 1 FROM information_schema.PROCESSLIST WHERE ID = ";

    /// Its transaction is.
    String TRANSACTING =
            " UNION ALL SELECT 1 FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id = ";

    /// The server's own processes are never ended.
    String NOT_SERVERS =
            " NOT IN ('system user', 'event_scheduler', 'unauthenticated user', 'mysql.session',"
                    + " 'mysql.sys', 'mysql.infoschema', 'mariadb.sys')";
}
