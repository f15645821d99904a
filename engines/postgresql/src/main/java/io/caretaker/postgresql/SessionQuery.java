package io.caretaker.postgresql;

/// The statements by which sessions are seen and ended. They run with `search_path` set to
/// `pg_catalog`, so that no function of a user is ever called.
///
/// Texts come as bytes: a server stores them in the encoding of whichever database they are from,
/// and says nothing about which that is.
final class SessionQuery {
    static final int LEADERS = 130_000;
    private static final int WAIT_STARTS = 140_000;
    private static final int IDLE_TIMEOUT = 140_000;

    /// More of a query than is ever shown.
    private static final int QUERY_BYTES = 8_000;

    private SessionQuery() {}

    /// Prepares a new session and tells what only changes with a new server.
    ///
    /// Source: PostgreSQL manual, "Client Connection Defaults" (12 to 18; `idle_session_timeout`
    /// from 14).
    static final String OPENING =
            """
            select pg_catalog.set_config('search_path', 'pg_catalog', false),
                   pg_catalog.set_config('default_transaction_read_only', 'on', false),
                   pg_catalog.set_config('standard_conforming_strings', 'on', false),
                   pg_catalog.set_config('jit', 'off', false),
                   pg_catalog.set_config('lock_timeout', '2s', false),
                   pg_catalog.set_config('statement_timeout', '10s', false),
                   pg_catalog.set_config('idle_in_transaction_session_timeout', '60s', false),
                   case when pg_catalog.current_setting('server_version_num')::int >= %d
                        then pg_catalog.set_config('idle_session_timeout', '0', false) end,
                   pg_catalog.current_setting('server_version') as version,
                   pg_catalog.current_setting('server_version_num')::int as number,
                   pg_catalog.has_function_privilege(
                       'pg_catalog.pg_control_system()', 'EXECUTE') as may_identify
            """
                    .formatted(IDLE_TIMEOUT);

    /// Every session in one round trip. Whom a session waits for is only asked for those that wait,
    /// because each question holds the server's lock tables; the locks of parallel workers are
    /// those of their leader. Nothing of `pg_locks` is read when nobody waits.
    ///
    /// Source: PostgreSQL manual, "The Cumulative Statistics System" (`pg_stat_activity`, with
    /// `leader_pid` from 13; `pg_stat_replication`), "Progress Reporting" (analyze and base backups
    /// from 13), "pg_locks" (`waitstart` from 14), "Session Information Functions"
    /// (`pg_blocking_pids`), 12 to 18.
    static String look(int server) {
        String leader = server >= LEADERS ? "coalesce(a.leader_pid, a.pid)" : "a.pid";
        return LOOK.replace("LEADER", leader)
                .replace("WAIT_AT_MOST", server >= WAIT_STARTS ? JUST_NOW : EARLIEST_WAIT)
                .replace("WAIT_START", server >= WAIT_STARTS ? "l.waitstart" : "null::timestamptz")
                .replace(
                        "FURTHER_PROGRESS",
                        server >= LEADERS
                                ? "union all select pid from pg_stat_progress_analyze"
                                : "")
                .replace(
                        "FURTHER_BACKUPS",
                        server >= LEADERS
                                ? "union all select pid from pg_stat_progress_basebackup"
                                : "");
    }

    /// A wait that has just begun has no start yet, and one that has just ended none any more.
    private static final String JUST_NOW = "clock_timestamp()";

    /// Nobody has waited for longer than his statement runs, nor for a transaction since before it
    /// began: else a statement of ten minutes would have waited ten minutes for whoever came last.
    private static final String EARLIEST_WAIT =
            "greatest(a.query_start, (select max(h.xact_start) from activity h"
                    + " where h.pid = any(b.blockers)))";

    private static final String LOOK =
            """
            with activity as materialized (
              select * from pg_stat_activity
            ), waiting as materialized (
              select distinct LEADER as pid from activity a where a.wait_event_type = 'Lock'
            ), blocked as materialized (
              select pid, pg_blocking_pids(pid) as blockers from waiting
            ), waits as materialized (
              select LEADER as pid, min(WAIT_START) as since
              from pg_locks l join activity a on a.pid = l.pid
              where not l.granted and exists (select from waiting)
              group by 1
            ), progress as materialized (
              select pid from pg_stat_progress_vacuum
              union all select pid from pg_stat_progress_cluster
              union all select pid from pg_stat_progress_create_index
              FURTHER_PROGRESS
            ), backups as materialized (
              select pid from pg_stat_replication where state = 'backup'
              FURTHER_BACKUPS
            ), account as materialized (
              select oid, quote_ident(rolname) as quoted, rolsuper,
                     pg_has_role('pg_read_all_stats', 'USAGE') as sees_all,
                     pg_has_role('pg_signal_backend', 'USAGE') as may_signal
              from pg_roles where rolname = current_user
            )
            select %s as at,
                   current_setting('max_connections')::int as max_connections,
                   account.quoted as account,
                   account.sees_all,
                   account.rolsuper as we_are_superuser,
                   account.may_signal or pg_has_role(a.usesysid, 'USAGE') as may_signal,
                   coalesce(r.rolsuper, false) as superuser,
                   a.pid,
                   a.pid = pg_backend_pid()
                       or (a.usesysid = account.oid and a.application_name = 'caretaker') as own,
                   a.backend_type,
                   %s as username,
                   %s as database,
                   %s as application,
                   host(a.client_addr) as client_address,
                   a.client_port,
                   a.state,
                   a.wait_event_type,
                   a.wait_event,
                   %s as backend_start,
                   %s as xact_start,
                   %s as query_start,
                   %s as state_change,
                   %s as lock_wait_start,
                   b.blockers,
                   a.pid in (select pid from progress) as progresses,
                   a.pid in (select pid from backups) as backs_up,
                   substring(%s for %d) as query
            from activity a
            cross join account
            left join pg_roles r on r.oid = a.usesysid
            left join blocked b on b.pid = a.pid
            left join waits w on w.pid = a.pid
            order by a.backend_start, a.pid
            """
                    .formatted(
                            micros("clock_timestamp()"),
                            bytes("a.usename"),
                            bytes("a.datname"),
                            bytes("a.application_name"),
                            micros("a.backend_start"),
                            micros("a.xact_start"),
                            micros("a.query_start"),
                            micros("a.state_change"),
                            micros("coalesce(w.since, WAIT_AT_MOST)"),
                            bytes("a.query"),
                            QUERY_BYTES);

    /// Locks of prepared transactions on which somebody waits, each with the waiter.
    ///
    /// Source: PostgreSQL manual, "pg_locks" and "pg_prepared_xacts" (12 to 18): locks of a
    /// prepared transaction have no process. Which one they belong to is told by the lock that it
    /// has on its own number, because what `virtualtransaction` says differs between versions.
    static String prepared(int server) {
        return PREPARED.replace(
                "WAITER",
                server >= LEADERS
                        ? "(select coalesce(leader_pid, pid) from pg_stat_get_activity(w.pid))"
                        : "w.pid");
    }

    private static final String PREPARED =
            """
            select WAITER as waiter, w.mode as wanted, h.mode as held,
                   %s as gid, %s as owner, %s as database, %s as prepared
            from pg_locks w
            join pg_locks h on h.granted and h.pid is null
                 and (h.locktype, h.database, h.relation, h.page, h.tuple, h.virtualxid,
                      h.transactionid, h.classid, h.objid, h.objsubid)
                     is not distinct from
                     (w.locktype, w.database, w.relation, w.page, w.tuple, w.virtualxid,
                      w.transactionid, w.classid, w.objid, w.objsubid)
            join pg_locks n on n.virtualtransaction = h.virtualtransaction
                 and n.pid is null and n.granted and n.locktype = 'transactionid'
            join pg_prepared_xacts p on p.transaction = n.transactionid
            where not w.granted and w.pid is not null
            order by p.prepared
            """
                    .formatted(
                            bytes("p.gid"),
                            bytes("p.owner"),
                            bytes("p.database"),
                            micros("p.prepared"));

    static final String IDENTITY = "select system_identifier::text from pg_control_system()";

    /// Cancels or terminates one session if it is still that one: the server compares and acts in
    /// the same statement.
    ///
    /// Source: PostgreSQL manual, "Server Signaling Functions" (12 to 18).
    static String end(String function) {
        return "select "
                + function
                + "(pid) from pg_stat_get_activity(?) where pid <> pg_backend_pid() and "
                + micros("backend_start")
                + " = ? and (?::bigint is null or "
                + micros("state_change")
                + " = ?)";
    }

    /// Whether a session is there.
    static final String PRESENT =
            "select exists (select from pg_stat_get_activity(?) where "
                    + micros("backend_start")
                    + " = ?)";

    /// Microseconds since 1970, exactly: up to version 13 the epoch is a floating-point number,
    /// fine enough to be rounded to the right one.
    private static String micros(String timestamp) {
        return "(extract(epoch from " + timestamp + ") * 1000000)::bigint";
    }

    /// A text as the server has it, whatever its encoding.
    private static String bytes(String text) {
        return "decode(replace(" + text + "::text, '\\', '\\\\'), 'escape')";
    }
}
