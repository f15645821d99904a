package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// Looks at one server again and again.
@NullMarked
final class Looks implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LONG_QUERY = Duration.ofMillis(300);

    private final PostgresEngine engine;
    private final DatabaseTarget target;

    Looks(DatabaseTarget target, Secret password) {
        this.engine = new PostgresEngine(_ -> password);
        this.target = target;
    }

    static Looks at(PostgresServer server) {
        return new Looks(server.target(), server.password());
    }

    DatabaseReply.Reached look() {
        return reached(HealthScope.routine(LONG_QUERY));
    }

    DatabaseReply.Reached closely() {
        return reached(HealthScope.full(LONG_QUERY, Duration.ofMillis(50)));
    }

    double metric(String name) {
        Double value = look().metrics().get(name);
        assertThat(value).as(name).isNotNull();
        return Objects.requireNonNull(value);
    }

    /// Looks until the metric is as wanted.
    DatabaseReply.Reached until(String metric, Predicate<Double> wanted) {
        long end = System.nanoTime() + LONGEST.toNanos();
        DatabaseReply.Reached reached = look();
        while (!is(reached, metric, wanted)) {
            assertThat(System.nanoTime())
                    .as("%s is %s", metric, reached.metrics().get(metric))
                    .isLessThan(end);
            LockSupport.parkNanos(20_000_000);
            reached = look();
        }
        return reached;
    }

    private static boolean is(
            DatabaseReply.Reached reached, String metric, Predicate<Double> wanted) {
        @Nullable Double value = reached.metrics().get(metric);
        return value != null && wanted.test(value);
    }

    DatabaseReply examine(HealthScope scope, Duration budget) {
        try {
            return engine.examine(target, scope, Deadline.after(budget, System::nanoTime));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private DatabaseReply.Reached reached(HealthScope scope) {
        DatabaseReply reply = examine(scope, LONGEST);
        assertThat(reply).isInstanceOf(DatabaseReply.Reached.class);
        return (DatabaseReply.Reached) reply;
    }

    static List<Map<String, @Nullable Object>> rows(DatabaseReply.Reached reached, String detail) {
        for (Detail each : reached.details()) {
            if (each.name().equals(detail)) {
                return each.rows();
            }
        }
        throw new AssertionError("no detail " + detail);
    }

    static Connection connect(PostgresServer server) throws SQLException {
        return connect(server, "postgres");
    }

    static Connection connect(PostgresServer server, String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + server.port()
                        + "/"
                        + database
                        + "?sslmode=disable&ApplicationName=guest",
                server.user(),
                server.password().reveal());
    }

    /// Runs it on a thread of its own; its end, or its failure, is nobody's concern.
    static Thread start(Connection connection, String sql) {
        return Thread.ofVirtual()
                .start(() -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException e) {
                        // The test is over.
                    }
                });
    }

    static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
