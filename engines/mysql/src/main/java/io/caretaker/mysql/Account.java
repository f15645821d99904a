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
/// Nothing of it goes to the binary log: each server of a replication group has its own account
/// with its own password, and a replica gets no transaction that its source does not know.
///
/// Source: MariaDB Knowledge Base, "GRANT" (BINLOG MONITOR ≥ 10.5.2, SLAVE MONITOR ≥ 10.5.9),
/// "CREATE USER", "SET SQL_LOG_BIN"; MySQL 8.0 Reference Manual, "Privileges Provided by MySQL",
/// "CREATE USER Statement", "Caching SHA-2 Pluggable Authentication".
final class Account {
    static final String NAME = "caretaker_monitor";
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

    static List<String> grants(EngineKind kind) {
        return kind == EngineKind.MARIADB
                ? List.of("PROCESS", "BINLOG MONITOR", "SLAVE MONITOR", SCHEMA_GRANT)
                : List.of("PROCESS", "REPLICATION CLIENT", SCHEMA_GRANT);
    }

    /// To be given to an administrator's client.
    static String script(ServerVersion version, Set<String> hosts, Secret password) {
        return String.join("\n", statements(version, hosts, identified(version, password))) + "\n";
    }

    /// The same for people to read and run, with a gap where the password goes.
    static String template(EngineKind kind, Set<String> hosts) {
        ServerVersion newest =
                ServerVersion.parse(kind == EngineKind.MARIADB ? "11.4.0-MariaDB" : "8.4.0");
        return String.join(" ", statements(newest, hosts, "IDENTIFIED BY '<password>'"));
    }

    /// What must never show up in a message: the password, and what is made of it.
    static List<String> unspeakable(Secret password) {
        return List.of(password.reveal(), quoted(password.reveal()), nativeHash(password));
    }

    private static List<String> statements(
            ServerVersion version, Set<String> hosts, String identified) {
        var statements = new ArrayList<>(List.of("SET SESSION sql_log_bin = 0, sql_mode = '';"));
        for (String host : hosts) {
            String account = "'" + NAME + "'@'" + host + "'";
            statements.add("CREATE USER IF NOT EXISTS " + account + " " + identified + ";");
            statements.add(
                    "ALTER USER " + account + " " + identified + " WITH MAX_USER_CONNECTIONS 5;");
            statements.add("GRANT " + global(version) + " ON *.* TO " + account + ";");
            statements.add("GRANT " + SCHEMA_GRANT + " TO " + account + ";");
        }
        return statements;
    }

    private static String global(ServerVersion version) {
        return version.mariadb() && version.atLeast(10, 5, 9)
                ? "PROCESS, BINLOG MONITOR, SLAVE MONITOR"
                : "PROCESS, REPLICATION CLIENT";
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
