package io.caretaker.postgresql;

import io.caretaker.core.lockdown.DatabaseLockdown.Setting;
import io.caretaker.core.lockdown.Restriction;
import io.caretaker.core.lockdown.Restriction.Kind;
import java.util.List;
import java.util.Locale;

/// The statements of a lockdown. They work the same on a connection of the driver and in psql.
///
/// Superusers are exempt from both limits, nobody from `ALLOW_CONNECTIONS false`; that one cannot
/// be set on the database one is connected to, and none of them on a standby.
///
/// Source: PostgreSQL manual, "ALTER DATABASE", "ALTER ROLE", `pg_database.datconnlimit` and
/// `datallowconn` (12 to 18; a limit of -2 marks a database whose `DROP` was interrupted, from
/// 12.16, 13.12, 14.9, 15.4 and 16 on).
final class LockdownStatements {
    private LockdownStatements() {}

    /// No function or table of a user, no waiting for a standby that is gone, no hanging on a lock.
    static final String OPENING =
            """
            set search_path = pg_catalog;
            set client_min_messages = warning;
            set lock_timeout = '2s';
            set statement_timeout = '15s';
            set synchronous_commit = local;
            """;

    /// One line for the server, each database and each role that may log in; names in hexadecimal,
    /// because they may have any character. Columns: kind, id, name, limit, allowed, reason to
    /// leave it alone.
    ///
    /// A walsender of logical replication, and a worker that applies a subscription, connect to
    /// their database like a client; that database is left to the limits of roles.
    static final String LOOK =
            """
            select string_agg(line, E'\\n' order by place, line) from (
              select 0 as place, concat_ws('|', 'server',
                     (select system_identifier from pg_control_system()),
                     encode(textsend(current_database()::text), 'hex'),
                     case when pg_is_in_recovery() then 'standby' else 'primary' end,
                     coalesce((select encode(textsend(concat(sender_host, ':', sender_port)), 'hex')
                         from pg_stat_wal_receiver limit 1), ''),
                     encode(textsend(current_user::text), 'hex')) as line
              union all
              select 1, concat_ws('|', 'database', oid, encode(textsend(datname::text), 'hex'),
                     datconnlimit, datallowconn,
                     case when datname = current_database() then 'administrators come in by it'
                          when datconnlimit = -2 then 'its DROP was interrupted; it takes no connections'
                          when datistemplate and not datallowconn
                              then 'a template that takes no connections'
                          when exists (select from pg_replication_slots s where s.datoid = d.oid)
                              then 'logical replication reads it; roles are restricted instead'
                          when exists (select from pg_subscription s where s.subdbid = d.oid)
                              then 'logical replication writes to it; roles are restricted instead'
                          else '' end)
              from pg_database d
              union all
              select 2, concat_ws('|', 'role', oid, encode(textsend(rolname::text), 'hex'),
                     rolconnlimit, true,
                     case when rolsuper then 'a superuser'
                          when rolreplication then 'replication'
                          else '' end)
              from pg_roles where rolcanlogin
            ) as gates
            """;

    /// Whether the account may do it; asked first, because what it may not read fails.
    static final String SUPERUSER = "select current_setting('is_superuser')";

    /// All settings in one transaction. What is gone, or is not as expected, is left alone.
    static String set(List<Setting> settings) {
        var values = new StringBuilder();
        for (Setting setting : settings) {
            values.append(values.isEmpty() ? "" : ",\n")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "(%s, %d::oid, %d, %b, %d, %b)",
                                    setting.wanted().kind() == Kind.DATABASE,
                                    oid(setting.wanted()),
                                    setting.expected().limit(),
                                    setting.expected().allowed(),
                                    setting.wanted().limit(),
                                    setting.wanted().allowed()));
        }
        return """
        begin read write;
        do $do$
        declare
            each record;
            title name;
        begin
            for each in select * from (values
                %s
            ) as given(is_database, id, old_limit, old_allowed, new_limit, new_allowed) loop
                title := null;
                if each.is_database then
                    select datname into title from pg_database
                    where oid = each.id and datconnlimit = each.old_limit
                        and datallowconn = each.old_allowed;
                    if title is not null then
                        execute format('alter database %%I with connection limit %%s allow_connections %%s',
                            title, each.new_limit, each.new_allowed::text);
                    end if;
                else
                    select rolname into title from pg_roles
                    where oid = each.id and rolconnlimit = each.old_limit;
                    if title is not null then
                        execute format('alter role %%I connection limit %%s', title, each.new_limit);
                    end if;
                end if;
            end loop;
        end $do$;
        commit;
        """
                .formatted(values);
    }

    private static long oid(Restriction restriction) {
        return Long.parseUnsignedLong(restriction.id());
    }
}
