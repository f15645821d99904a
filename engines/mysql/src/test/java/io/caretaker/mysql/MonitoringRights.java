package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// What the account of an adoption may do on a server that has the table `shop.orders`.
final class MonitoringRights {
    private static final int NO_SUCH_RIGHT = 1227;
    private static final int NO_SUCH_TABLE_RIGHT = 1142;

    private MonitoringRights() {}

    /// It sees and ends sessions of others, sees replication, and reads and changes nothing.
    ///
    /// @param replication the statement that tells of it
    static void verify(int port, String password, Connection other, String replication)
            throws SQLException {
        try (Connection account = connect(port, Account.NAME, password);
                var statement = account.createStatement()) {
            long id = number(other, "SELECT CONNECTION_ID()");
            assertThat(
                            number(
                                    account,
                                    "SELECT COUNT(*) FROM information_schema.processlist WHERE id ="
                                            + " "
                                            + id))
                    .isEqualTo(1);
            assertThat(number(account, "SELECT COUNT(*) FROM performance_schema.threads"))
                    .isPositive();
            statement.execute(replication);
            statement.execute("SHOW BINARY LOGS");
            refused(() -> statement.execute("SELECT * FROM shop.orders"), NO_SUCH_TABLE_RIGHT);
            refused(() -> statement.execute("SELECT * FROM mysql.user"), NO_SUCH_TABLE_RIGHT);
            refused(() -> statement.execute("SET GLOBAL read_only = OFF"), NO_SUCH_RIGHT);
            refused(() -> statement.execute("CREATE USER more@localhost"), NO_SUCH_RIGHT);
            statement.execute("KILL " + id);
            assertThat(other.isValid(5)).isFalse();
        }
    }

    static Connection connect(int port, String user, String password) throws SQLException {
        var options = new Properties();
        options.setProperty("user", user);
        options.setProperty("password", password);
        options.setProperty("sslMode", "disable");
        options.setProperty("allowPublicKeyRetrieval", "true");
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/", options);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void refused(ThrowingCallable attempt, int code) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getErrorCode()).isEqualTo(code));
    }
}
