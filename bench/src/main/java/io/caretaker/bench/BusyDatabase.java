package io.caretaker.bench;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL server with 100 sessions, of which one holds a lock and 20 wait for it.
final class BusyDatabase implements AutoCloseable {
    static final String SERVICE = "busy";
    private static final int SESSIONS = 100;
    private static final int WAITING = 20;

    private final PostgresServer server;
    private final Path password;
    private final List<Connection> sessions = new ArrayList<>();

    private BusyDatabase(PostgresServer server, Path password) {
        this.server = server;
        this.password = password;
    }

    /// Starts it.
    ///
    /// @param directory for the file with the password
    static BusyDatabase start(Path directory) throws IOException {
        PostgresServer server = PostgresServer.create();
        server.configure("max_connections = " + (SESSIONS + 50)).start();
        Path file = Files.writeString(directory.resolve("password"), server.password().reveal());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        var database = new BusyDatabase(server, file);
        try {
            database.connect();
            return database;
        } catch (SQLException e) {
            database.close();
            throw new IOException(e);
        }
    }

    private void connect() throws SQLException {
        server.sql("create table stock (item int, amount int); insert into stock values (1, 5)");
        for (int i = 0; i < SESSIONS; i++) {
            Connection session =
                    DriverManager.getConnection(
                            "jdbc:postgresql://127.0.0.1:"
                                    + server.port()
                                    + "/postgres?sslmode=disable&ApplicationName=till-"
                                    + i,
                            server.user(),
                            server.password().reveal());
            sessions.add(session);
            if (i == 0) {
                session.setAutoCommit(false);
                take(session);
            } else if (i <= WAITING) {
                Thread.ofVirtual().start(() -> wait(session));
            }
        }
    }

    private static void take(Connection session) throws SQLException {
        try (var statement = session.createStatement()) {
            statement.executeUpdate("update stock set amount = amount - 1 where item = 1");
        }
    }

    private static void wait(Connection session) {
        try {
            take(session);
        } catch (SQLException _) {
            // The server has ended.
        }
    }

    InventoryChange entry() {
        DatabaseTarget known = server.target();
        var target =
                new DatabaseTarget(
                        known.engine(),
                        known.host(),
                        known.port(),
                        known.database(),
                        known.user(),
                        new SecretReference.FromFile(password.toString()),
                        known.tls(),
                        known.caFile());
        return Entries.service(
                SERVICE,
                new ServiceType("postgresql"),
                new CheckSpec.Database(target),
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None());
    }

    @Override
    public void close() {
        server.close();
        for (Connection each : sessions) {
            try {
                each.close();
            } catch (SQLException _) {
                // The server has ended.
            }
        }
    }
}
