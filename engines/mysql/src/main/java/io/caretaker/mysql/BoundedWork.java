package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import java.net.SocketException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs driver work on a virtual thread of its own and stops waiting at the deadline, whatever the
/// driver does; the line is cut, so that the work ends too.
final class BoundedWork {
    private BoundedWork() {}

    /// Work with a connection.
    interface Work<T> {
        T run() throws SQLException;
    }

    /// Throws [SQLTimeoutException] at the deadline. On interruption the line is cut too.
    static <T> T run(Line line, Deadline deadline, Work<T> work)
            throws SQLException, InterruptedException {
        var task = new FutureTask<T>(work::run);
        limit(line, deadline);
        Thread worker =
                Thread.ofVirtual()
                        .name("mysql-check")
                        .start(() -> ScopedValue.where(Line.CURRENT, line).run(task));
        boolean done = false;
        try {
            T result = task.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
            done = true;
            return result;
        } catch (TimeoutException e) {
            throw new SQLTimeoutException("no complete answer within the time limit", e);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            if (!done) {
                line.cut();
                worker.interrupt();
            }
        }
    }

    private static void limit(Line line, Deadline deadline) throws SQLException {
        try {
            line.limit(deadline);
        } catch (SocketException e) {
            throw new SQLNonTransientConnectionException("connection is closed", "08003", e);
        }
    }

    private static SQLException unwrapped(ExecutionException failure) {
        return switch (failure.getCause()) {
            case SQLException e -> e;
            case Problem e -> throw e;
            case RuntimeException e ->
                    new SQLException("the driver could not make sense of the answer", e);
            case Error e -> throw e;
            case null, default -> new SQLException(failure);
        };
    }
}
