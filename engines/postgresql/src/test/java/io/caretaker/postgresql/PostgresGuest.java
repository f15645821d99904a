package io.caretaker.postgresql;

import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.testkit.session.DatabaseSessionsContract;
import io.caretaker.testkit.session.DatabaseSessionsContract.Guest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.NullMarked;

/// Somebody's session with a server, over TCP and with the server's password.
@NullMarked
final class PostgresGuest implements Guest {
    private final PostgresServer server;
    private final Connection connection;
    private final String id;

    private PostgresGuest(PostgresServer server, Connection connection) throws SQLException {
        this.server = server;
        this.connection = connection;
        this.id = ask("select pg_backend_pid()::text");
    }

    static PostgresGuest connect(PostgresServer server, String user, String application)
            throws SQLException {
        return connect(server, "postgres", user, application);
    }

    static PostgresGuest connect(
            PostgresServer server, String database, String user, String application)
            throws SQLException {
        return new PostgresGuest(server, open(server, database, user, application));
    }

    private static Connection open(
            PostgresServer server, String database, String user, String application)
            throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", server.password().reveal());
        properties.setProperty("ApplicationName", application);
        properties.setProperty("sslmode", "disable");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database, properties);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void hold(String thing) throws SQLException {
        run("begin");
        run("select pg_advisory_xact_lock(" + thing.hashCode() + ")");
    }

    @Override
    public void want(String thing) {
        start("begin; select pg_advisory_xact_lock(" + thing.hashCode() + ")");
    }

    @Override
    public void work() {
        start("select pg_sleep(300), '" + DatabaseSessionsContract.LITERAL + "'");
    }

    @Override
    public boolean connected() throws SQLException {
        return connection.isValid(10);
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    String ask(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /// Runs it in the background, whatever comes of it.
    void start(String sql) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        run(sql);
                    } catch (SQLException e) {
                        // It was ended, which is what these tests are about.
                    }
                });
    }

    /// The server would go on with a query although nobody is there any more to hear of it.
    @Override
    public void close() {
        try (Connection admin = open(server, "postgres", server.user(), "tidying");
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid = " + id);
        } catch (SQLException e) {
            // The server is gone, and the session with it.
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It was closed before.
        }
    }
}
