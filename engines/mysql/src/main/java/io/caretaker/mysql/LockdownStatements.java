package io.caretaker.mysql;

import io.caretaker.core.lockdown.DatabaseLockdown.Setting;
import io.caretaker.core.lockdown.Restriction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/// The statements of a lockdown, each without its semicolon. They work the same through the driver
/// and through a client program. Pure.
///
/// Names go in and out in hexadecimal, because they may have any character; the server itself
/// writes them into `ALTER USER`.
///
/// Source: MySQL 8.0 Reference Manual, "Account Locking", "ALTER USER Statement" (atomic over all
/// accounts named), "Grant Tables", "SET sql_log_bin"; MariaDB Knowledge Base, "Account Locking" (≥
/// 10.4.2), "mysql.global_priv Table", "SET SQL_LOG_BIN"; Galera manual, `wsrep_on`.
final class LockdownStatements {
    /// Accounts and the roles that they reach, in the dialects' own tables.
    private static final String MYSQL_HELD =
            """
            with recursive held (user, host, by_user, by_host) as (
              select User, Host, User, Host from mysql.user
              union
              select held.user, held.host, edge.FROM_USER, edge.FROM_HOST
              from held join mysql.role_edges edge
                on edge.TO_USER = held.by_user and edge.TO_HOST = held.by_host)
            """;

    private static final String MARIADB_HELD =
            """
            with recursive held (user, host, by_user, by_host) as (
              select User, Host, User, Host from mysql.global_priv
              union
              select held.user, held.host, mapping.Role, ''
              from held join mysql.roles_mapping mapping
                on mapping.User = held.by_user and mapping.Host = held.by_host)
            """;

    /// Bits of `access` in MariaDB.
    private static final String SUPER_OR_CONNECTION_ADMIN = "(1 << 15 | 1 << 32)";

    private static final String REPLICATION_SLAVE = "(1 << 19)";

    private LockdownStatements() {}

    /// What tells the dialect.
    static final String VERSION = "select version()";

    /// Nothing to other servers, and no hanging on a lock: MariaDB's `lock_wait_timeout` does not
    /// hold for somebody's FLUSH TABLES WITH READ LOCK.
    static List<String> opening(ServerVersion version) {
        var statements = new ArrayList<>(OwnServer.statements(version));
        statements.add(
                "set session lock_wait_timeout = 2, group_concat_max_len = 1048576, "
                        + (version.mariadb()
                                ? "max_statement_time = 5"
                                : "innodb_lock_wait_timeout = 2"));
        return statements;
    }

    /// Asks for the right to lock accounts by an account that nobody has; changes nothing.
    static String attempt() {
        return "alter user if exists `caretaker-asks`@`"
                + UUID.randomUUID()
                + ".invalid`"
                + " account lock";
    }

    /// One line for each variable, source and account, the parts between bars.
    static String look(ServerVersion version) {
        return version.mariadb() ? mariadbLook() : mysqlLook();
    }

    private static String mysqlLook() {
        return MYSQL_HELD
                + variables("performance_schema.global_variables")
                + """
                union all
                select concat_ws('|', 'source', hex(concat(Host, ':', Port)))
                from mysql.slave_master_info
                where Host <> '' and Channel_name not like 'group\\_replication\\_%'
                union all
                select concat_ws('|', 'account', hex(account.User), hex(account.Host),
                  account.account_locked = 'Y',
                  exists (select 1 from held
                      join mysql.user by_whom
                        on by_whom.User = held.by_user and by_whom.Host = held.by_host
                      left join mysql.global_grants given
                        on given.USER = held.by_user and given.HOST = held.by_host
                      where held.user = account.User and held.host = account.Host
                        and (by_whom.Super_priv = 'Y'
                          or given.PRIV in ('CONNECTION_ADMIN', 'SYSTEM_USER'))),
                  exists (select 1 from held
                      join mysql.user by_whom
                        on by_whom.User = held.by_user and by_whom.Host = held.by_host
                      left join mysql.global_grants given
                        on given.USER = held.by_user and given.HOST = held.by_host
                      where held.user = account.User and held.host = account.Host
                        and (by_whom.Repl_slave_priv = 'Y'
                          or given.PRIV = 'GROUP_REPLICATION_STREAM')),
                  if(exists (select 1 from information_schema.plugins loaded
                      where loaded.plugin_name = account.plugin
                        and loaded.plugin_status = 'ACTIVE'), '', hex(account.plugin)))
                from mysql.user account
                """;
    }

    private static String mariadbLook() {
        return MARIADB_HELD
                + variables("information_schema.global_variables")
                + """
                union all
                select concat_ws('|', 'account', hex(account.User), hex(account.Host),
                  ifnull(json_value(account.Priv, '$.account_locked'), 0),
                  %s, %s, '')
                from mysql.global_priv account
                where json_value(account.Priv, '$.is_role') is null
                """
                        .formatted(
                                mariadbReach(SUPER_OR_CONNECTION_ADMIN),
                                mariadbReach(REPLICATION_SLAVE));
    }

    private static String mariadbReach(String bits) {
        return """
        exists (select 1 from held
            join mysql.global_priv by_whom
              on by_whom.User = held.by_user and by_whom.Host = held.by_host
            where held.user = account.User and held.host = account.Host
              and cast(json_value(by_whom.Priv, '$.access') as unsigned) & %s <> 0)\
        """
                .formatted(bits);
    }

    private static String variables(String table) {
        return """
        select concat_ws('|', 'variable', lower(variable_name), hex(ifnull(variable_value, '')))
        from %s
        where variable_name in ('version', 'server_uuid', 'server_uid', 'server_id', 'datadir',
          'read_only', 'super_read_only', 'event_scheduler')
        union all
        select concat_ws('|', 'self', hex(current_user()))
        """
                .formatted(table);
    }

    /// Locks and unlocks. What is gone, or is not as expected, is left alone.
    static List<String> set(ServerVersion version, List<Setting> settings) {
        var statements = new ArrayList<String>();
        statements.addAll(alter(version, chosen(settings, true), true));
        statements.addAll(alter(version, chosen(settings, false), false));
        return statements;
    }

    private static List<Restriction> chosen(List<Setting> settings, boolean open) {
        return settings.stream()
                .filter(each -> each.expected().allowed() == open)
                .filter(each -> each.wanted().allowed() != open)
                .map(Setting::wanted)
                .toList();
    }

    private static List<String> alter(
            ServerVersion version, List<Restriction> accounts, boolean lock) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        String isLocked =
                version.mariadb()
                        ? "ifnull(json_value(Priv, '$.account_locked'), 0) = 1"
                        : "account_locked = 'Y'";
        String chosen =
                accounts.stream()
                        .map(each -> "'" + hexadecimal(each.id()) + "'")
                        .collect(Collectors.joining(", "));
        return List.of(
                """
                set @caretaker = (select ifnull(concat('alter user if exists ',
                  group_concat(concat('`', replace(User, '`', '``'), '`@`',
                    replace(Host, '`', '``'), '`') separator ', '), ' account %s'), 'do 0')
                  from %s where %s (%s)
                  and concat(hex(User), '40', hex(Host)) in (%s))
                """
                        .formatted(
                                lock ? "lock" : "unlock",
                                version.mariadb() ? "mysql.global_priv" : "mysql.user",
                                lock ? "not" : "",
                                isLocked,
                                chosen)
                        .strip(),
                "prepare caretaker from @caretaker",
                "execute caretaker");
    }

    /// As HEX() writes it: `@` is 40.
    private static String hexadecimal(String account) {
        return HexFormat.of().withUpperCase().formatHex(account.getBytes(StandardCharsets.UTF_8));
    }
}
