package io.caretaker.mysql;

import io.caretaker.testkit.server.MysqlFamilyServer;
import io.caretaker.testkit.session.DatabaseSessionsContract;
import io.caretaker.testkit.session.DatabaseSessionsContract.Guest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Somebody's session with a server, over TCP and with a password.
final class MysqlGuest implements Guest {
    static final String USER = "guest";
    private static final String PASSWORD = "guest-password";

    private final MysqlFamilyServer server;
    private final Connection connection;
    private final String id;
    private boolean inTransaction;

    private MysqlGuest(MysqlFamilyServer server, Connection connection) throws SQLException {
        this.server = server;
        this.connection = connection;
        this.id = ask("SELECT CONNECTION_ID()");
    }

    /// Makes the account, and a table with a row for each thing that can be held.
    static void invite(MysqlFamilyServer server) {
        server.sql("CREATE DATABASE house");
        server.sql("CREATE TABLE house.things (name VARCHAR(20) PRIMARY KEY, n INT) ENGINE=InnoDB");
        server.sql("INSERT INTO house.things VALUES ('a', 0), ('b', 0), ('c', 0)");
        for (int i = 0; i <= 40; i++) {
            server.sql("INSERT INTO house.things VALUES ('" + i + "', 0)");
        }
        server.sql("CREATE USER guest@localhost IDENTIFIED BY '" + PASSWORD + "'");
        server.sql("GRANT ALL ON house.* TO guest@localhost");
    }

    static MysqlGuest connect(MysqlFamilyServer server) throws SQLException {
        return connect(server, "guest");
    }

    static MysqlGuest connect(MysqlFamilyServer server, @Nullable String program)
            throws SQLException {
        return connect(server, USER, PASSWORD, program);
    }

    static MysqlGuest connect(
            MysqlFamilyServer server, String user, String password, @Nullable String program)
            throws SQLException {
        return new MysqlGuest(
                server,
                open(server, user, password, program == null ? null : "program_name:" + program));
    }

    /// A program that says this of itself, and not its name.
    static MysqlGuest telling(MysqlFamilyServer server, String attributes) throws SQLException {
        return new MysqlGuest(server, open(server, USER, PASSWORD, attributes));
    }

    private static Connection open(
            MysqlFamilyServer server, String user, String password, @Nullable String attributes)
            throws SQLException {
        var options = new Properties();
        options.setProperty("user", user);
        options.setProperty("password", password);
        options.setProperty("sslMode", "disable");
        options.setProperty("allowPublicKeyRetrieval", "true");
        if (attributes != null) {
            options.setProperty("connectionAttributes", attributes);
        }
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:" + server.port() + "/", options);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void hold(String thing) throws SQLException {
        begin();
        ask(locking(thing));
    }

    @Override
    public void want(String thing) throws SQLException {
        begin();
        start(locking(thing));
    }

    /// A second BEGIN would commit.
    private void begin() throws SQLException {
        if (!inTransaction) {
            run("BEGIN");
            inTransaction = true;
        }
    }

    private static String locking(String thing) {
        return "SELECT n FROM house.things WHERE name = '" + thing + "' FOR UPDATE";
    }

    @Override
    public void work() {
        start("SELECT SLEEP(300), '" + DatabaseSessionsContract.LITERAL + "'");
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
                ResultSet row = statement.executeQuery(sql)) {
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
        try {
            server.sql("KILL CONNECTION " + id);
        } catch (IllegalStateException e) {
            // It is gone already, or the server is.
        }
        leave();
    }

    /// Goes without a word.
    void leave() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It was closed before.
        }
    }
}
