package io.caretaker.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Another port of a server that lets administrators in when it has no connection left, as the
/// server itself named it at an earlier log-in. Thread-safe.
///
/// Source: MariaDB Knowledge Base, "Thread Pool in MariaDB" (`extra_port`, which has
/// `extra_max_connections` of its own for every account); MySQL 8.0 Reference Manual,
/// "Administrative Connection Management" (`admin_address`, `admin_port`, ≥ 8.0.14, for accounts
/// with SERVICE_CONNECTION_ADMIN).
final class SpareEntrance {
    private static final String QUERY =
            "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
                    + " ('version', 'extra_port', 'admin_address', 'admin_port')";
    private static final int HIGHEST_PORT = 65_535;

    private volatile @Nullable Place place;
    private volatile @Nullable Boolean mariadb;

    /// Where else the server takes connections.
    ///
    /// @param host null when it is that of the target
    record Place(@Nullable String host, int port) {}

    /// The entrance; null where none is known.
    @Nullable Place place() {
        return place;
    }

    /// Asks the server, and keeps its answer.
    void learn(Connection connection) throws SQLException {
        var variables = new HashMap<String, String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            while (row.next()) {
                String value = row.getString(2);
                variables.put(
                        row.getString(1).toLowerCase(Locale.ROOT), value == null ? "" : value);
            }
        }
        mariadb = ServerVersion.parse(variables.getOrDefault("version", "")).mariadb();
        place = of(variables);
    }

    static @Nullable Place of(Map<String, String> variables) {
        int extra = port(variables.get("extra_port"));
        if (extra > 0) {
            return new Place(null, extra);
        }
        String address = variables.getOrDefault("admin_address", "");
        int admin = port(variables.get("admin_port"));
        if (address.isBlank() || admin == 0) {
            return null;
        }
        boolean any = address.equals("*") || address.equals("0.0.0.0") || address.equals("::");
        return new Place(any ? null : address, admin);
    }

    /// What lets caretaker in next time.
    String advice() {
        @Nullable Boolean dialect = mariadb;
        String forMariadb =
                "GRANT CONNECTION ADMIN to the account (SUPER before 10.5.2), for which the server"
                        + " keeps one connection free, or set extra_port";
        String forMysql =
                "GRANT CONNECTION_ADMIN to the account, for which the server keeps one connection"
                        + " free, or set admin_address and GRANT SERVICE_CONNECTION_ADMIN";
        if (dialect == null) {
            return "MariaDB: " + forMariadb + "; MySQL: " + forMysql;
        }
        return dialect ? forMariadb : forMysql;
    }

    private static int port(@Nullable String text) {
        try {
            int port = text == null ? 0 : Integer.parseInt(text);
            return port > 0 && port <= HIGHEST_PORT ? port : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
