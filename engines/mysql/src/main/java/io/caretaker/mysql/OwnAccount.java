package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.problem.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.StringJoiner;

/// With the target's own account; a new connection each time.
record OwnAccount(DatabaseTarget target, LogIn logIn, NameResolver names, ServerVersion version)
        implements AccountsWay {
    OwnAccount of(ServerVersion known) {
        return new OwnAccount(target, logIn, names, known);
    }

    @Override
    public Answer ask(List<String> statements, String query, Deadline deadline)
            throws InterruptedException {
        var line = new Line(target, names, deadline);
        try {
            return new Answer.Told(
                    BoundedWork.run(line, deadline, () -> attempt(statements, query, deadline)));
        } catch (SQLException e) {
            DatabaseReply.Refused refused = Refusals.of(e);
            String reason =
                    refused.details() == null || refused.details().isEmpty()
                            ? refused.message()
                            : refused.message() + ": " + refused.details();
            return new Answer.NotTold(reason, refused.fault());
        } catch (Problem problem) {
            return new Answer.NotTold(problem.message(), Fault.AUTHENTICATION);
        } finally {
            line.cut();
        }
    }

    private String attempt(List<String> statements, String query, Deadline deadline)
            throws SQLException {
        try (Connection connection = logIn.open(deadline);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            var text = new StringJoiner("\n");
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    text.add(rows.getString(1));
                }
            }
            return text.toString();
        }
    }

    @Override
    public String words() {
        return "as " + (target.user() == null ? "the anonymous user" : target.user());
    }
}
