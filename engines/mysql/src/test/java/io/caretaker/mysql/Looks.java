package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.Detail;
import io.caretaker.core.health.HealthScope;
import io.caretaker.core.secret.Secret;
import io.caretaker.testkit.server.MysqlFamilyServer;
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
import org.jspecify.annotations.Nullable;

/// Looks at one server again and again.
final class Looks implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONG_QUERY = Duration.ofSeconds(1);

    private final MysqlEngine engine;
    private final DatabaseTarget target;

    Looks(DatabaseTarget target, Secret password) {
        this.engine = new MysqlEngine(_ -> password, new PlainNames());
        this.target = target;
    }

    static Looks at(MysqlFamilyServer server) {
        return new Looks(server.target(), server.password());
    }

    /// Makes an account with the privileges (`PROCESS ON *.*`) and looks through it.
    static Looks as(MysqlFamilyServer server, String user, String... privileges) {
        server.sql("DROP USER IF EXISTS '%1$s'@'127.0.0.1', '%1$s'@'localhost';".formatted(user));
        for (String host : List.of("127.0.0.1", "localhost")) {
            String account = "'" + user + "'@'" + host + "'";
            server.sql("CREATE USER " + account + " IDENTIFIED BY 'p';");
            for (String privilege : privileges) {
                server.sql("GRANT " + privilege + " TO " + account + ";");
            }
        }
        DatabaseTarget all = server.target();
        return new Looks(
                new DatabaseTarget(
                        all.engine(),
                        all.host(),
                        all.port(),
                        null,
                        user,
                        all.password(),
                        all.tls(),
                        null),
                Secret.of("p"));
    }

    MysqlEngine engine() {
        return engine;
    }

    DatabaseTarget target() {
        return target;
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
            // InnoDB's list of transactions is made anew only when nobody has read it for 0.1 s.
            LockSupport.parkNanos(200_000_000);
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
        throw new AssertionError("no detail " + detail + " beside " + reached.notes());
    }

    static Connection connect(MysqlFamilyServer server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:mariadb://127.0.0.1:"
                        + server.port()
                        + "/?sslMode=disable&allowPublicKeyRetrieval=true&allowMultiQueries=true",
                "admin",
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
