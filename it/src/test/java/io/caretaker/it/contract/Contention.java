package io.caretaker.it.contract;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// In a table of a real server somebody holds a row for which another waits.
final class Contention implements AutoCloseable {
    static final String PASSWORD = "care-for-the-shop";

    private final Connection holder;
    private final Connection waiter;
    private final Thread waiting;

    /// @param url of the JDBC driver, where the user `shop` may change the table `stock`
    Contention(String url) throws SQLException {
        this.holder = DriverManager.getConnection(url, "shop", PASSWORD);
        this.waiter = DriverManager.getConnection(url, "shop", PASSWORD);
        holder.setAutoCommit(false);
        change(holder);
        this.waiting = Thread.ofVirtual().start(this::waits);
    }

    private void waits() {
        try {
            change(waiter);
        } catch (SQLException _) {
            // Cancelled, or ended, as the test wants it.
        }
    }

    private static void change(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update stock set amount = amount - 1 where item = 1");
        }
    }

    @Override
    public void close() {
        for (Connection each : new Connection[] {holder, waiter}) {
            try {
                each.close();
            } catch (SQLException _) {
                // Ended by the test.
            }
        }
        try {
            waiting.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
