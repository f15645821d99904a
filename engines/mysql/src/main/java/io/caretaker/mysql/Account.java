package io.caretaker.mysql;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The statements that make the monitoring account. Pure.
///
/// Nothing of it goes to other servers: each server of a replication group or cluster has its own
/// account with its own password, and a replica gets no transaction that its source does not know.
///
/// Source: MariaDB Knowledge Base, "GRANT" (BINLOG MONITOR and CONNECTION ADMIN ≥ 10.5.2, SLAVE
/// MONITOR ≥ 10.5.9), "CREATE USER", "SET SQL_LOG_BIN"; MySQL 8.0 Reference Manual, "Privileges
/// Provided by MySQL", "CREATE USER Statement", "Caching SHA-2 Pluggable Authentication".
final class Account {
    static final String NAME = "caretaker_monitor";

    /// Checks, looking at sessions, and a person's commands beside the daemon's.
    static final int CONNECTION_LIMIT = 10;

    private static final String SCHEMA_GRANT = "SELECT ON performance_schema.*";

    private Account() {}

    /// Where the account logs in from: `localhost` is what the server makes of loopback addresses
    /// by name, the address is what remains of them under `skip-name-resolve`.
    static Set<String> hosts(LocalServer server) {
        var hosts = new LinkedHashSet<>(List.of("localhost"));
        if (server.host() != null) {
            hosts.add(server.host());
        }
        return hosts;
    }

    /// What the newest servers know.
    static List<String> grants(EngineKind kind) {
        var grants = new ArrayList<>(global(newest(kind)));
        grants.add(SCHEMA_GRANT);
        return grants;
    }

    /// What the right to end sessions brings with it, one sentence.
    static String consequence(EngineKind kind) {
        return kind == EngineKind.MARIADB
                ? "by CONNECTION ADMIN it ends sessions of all accounts and still comes in when"
                        + " all connections are taken; it could also set the limits of connections,"
                        + " and init_connect, which runs in the sessions of ordinary users: keep"
                        + " its password like an administrator's"
                : "by CONNECTION_ADMIN it ends sessions of all accounts that lack SYSTEM_USER, and"
                        + " still comes in when all connections are taken or the server is in"
                        + " offline mode; read_only does not hold for it, and it may write nothing";
    }

    /// To be given to an administrator's client.
    static String script(ServerVersion version, Set<String> hosts, Secret password) {
        var all = new ArrayList<>(OwnServer.statements(version));
        all.addAll(statements(version, hosts, identified(version, password)));
        return String.join(";\n", all) + ";\n";
    }

    /// The same for people to read and run, with a gap where the password goes.
    static String template(EngineKind kind, Set<String> hosts) {
        return "SET SESSION sql_log_bin = 0; "
                + String.join("; ", statements(newest(kind), hosts, "IDENTIFIED BY '<password>'"))
                + ";";
    }

    /// What must never show up in a message: the password, and what is made of it.
    static List<String> unspeakable(Secret password) {
        return List.of(password.reveal(), quoted(password.reveal()), nativeHash(password));
    }

    private static List<String> statements(
            ServerVersion version, Set<String> hosts, String identified) {
        var statements = new ArrayList<String>();
        for (String host : hosts) {
            String account = "'" + NAME + "'@'" + host + "'";
            statements.add("CREATE USER IF NOT EXISTS " + account + " " + identified);
            statements.add(
                    "ALTER USER "
                            + account
                            + " "
                            + identified
                            + " WITH MAX_USER_CONNECTIONS "
                            + CONNECTION_LIMIT);
            statements.add("GRANT " + String.join(", ", global(version)) + " ON *.* TO " + account);
            statements.add("GRANT " + SCHEMA_GRANT + " TO " + account);
        }
        return statements;
    }

    private static ServerVersion newest(EngineKind kind) {
        return ServerVersion.parse(kind == EngineKind.MARIADB ? "11.8.0-MariaDB" : "9.0.0");
    }

    /// Older servers would end sessions for SUPER only, which is never granted.
    private static List<String> global(ServerVersion version) {
        var privileges = new ArrayList<>(List.of("PROCESS"));
        if (version.mariadb() && version.atLeast(10, 5, 9)) {
            privileges.addAll(List.of("BINLOG MONITOR", "SLAVE MONITOR"));
        } else {
            privileges.add("REPLICATION CLIENT");
        }
        if (version.mariadb() && version.atLeast(10, 5, 2)) {
            privileges.add("CONNECTION ADMIN");
        } else if (!version.mariadb() && version.atLeast(8, 0, 0)) {
            privileges.add("CONNECTION_ADMIN");
        }
        return privileges;
    }

    /// A hash where the dialect takes one that every driver can log in with. MySQL 8 gets the
    /// password itself, through the local socket only; it keeps it out of its logs.
    private static String identified(ServerVersion version, Secret password) {
        if (version.mariadb()) {
            return "IDENTIFIED VIA mysql_native_password USING '" + nativeHash(password) + "'";
        }
        return version.atLeast(8, 0, 0)
                ? "IDENTIFIED WITH caching_sha2_password BY '" + quoted(password.reveal()) + "'"
                : "IDENTIFIED WITH mysql_native_password AS '" + nativeHash(password) + "'";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\'");
    }

    private static String nativeHash(Secret password) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            byte[] once = sha1.digest(password.reveal().getBytes(StandardCharsets.UTF_8));
            return "*" + HexFormat.of().formatHex(sha1.digest(once)).toUpperCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
