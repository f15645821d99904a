package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What needs a connection besides the one that is kept: one more, closed at once.
record Errands(DatabaseTarget target, SecretSource secrets, NameResolver names) {
    private static final String QUERY =
            "SHOW SESSION STATUS LIKE '" + ServerCertificate.VARIABLE + "'";

    /// Days until the server's certificate ends, by what it says to a session with TLS: this one,
    /// or a short one of its own. That is opened on the loopback interface only, because it does
    /// not ask whom it talks to.
    Optional<Double> certificateDaysLeft(Session session, Deadline limit) throws SQLException {
        Map<String, String> told = session.pairs(QUERY, limit);
        Optional<Double> days = days(told.getOrDefault(ServerCertificate.VARIABLE, ""));
        if (days.isPresent() || !Loopback.is(target.host())) {
            return days;
        }
        var line = new Line(target, names, limit);
        try {
            return days(BoundedWork.run(line, limit, () -> overTls(limit)));
        } catch (SQLException | Problem e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            line.cut();
        }
    }

    private String overTls(Deadline limit) throws SQLException {
        var there =
                new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        target.database(),
                        target.user(),
                        target.password(),
                        DatabaseTarget.TlsMode.REQUIRE,
                        null);
        try (Connection connection = new LogIn(there, secrets, new SpareEntrance()).open(limit);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(QUERY)) {
            return result.next() ? result.getString(2) : "";
        }
    }

    private static Optional<Double> days(String end) {
        return ServerCertificate.daysLeft(end, Instant.now());
    }
}
