package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Runs statements from this process over the server's Unix socket, for machines without psql. The
/// server sees caretaker's own operating-system user, and `peer` refuses any but its own.
final class SocketAdministration implements Administration {
    private final LocalServer server;
    private final Path file;

    SocketAdministration(LocalServer server) {
        this.server = server;
        this.file = Path.of(ServerFiles.socketDirectory(server), ".s.PGSQL." + server.port());
    }

    @Override
    public @Nullable Refusal run(String superuser, List<String> statements, Deadline deadline)
            throws InterruptedException {
        try (var sockets = new OpenSockets(file)) {
            return BoundedCall.run(
                    () -> attempt(target(superuser, "postgres"), statements, sockets, deadline),
                    deadline,
                    sockets::close);
        } catch (TimeoutException e) {
            return new Refusal(file + " did not answer in time", false);
        }
    }

    @Override
    public Answer ask(
            String superuser,
            String database,
            List<String> statements,
            String query,
            Deadline deadline)
            throws InterruptedException {
        try (var sockets = new OpenSockets(file)) {
            return BoundedCall.run(
                    () -> {
                        try (Connection connection =
                                Link.connect(
                                        target(superuser, database), null, sockets, deadline)) {
                            return new Answer.Told(Link.text(connection, statements, query));
                        } catch (SQLException e) {
                            return new Answer.NotTold(refusal(e));
                        }
                    },
                    deadline,
                    sockets::close);
        } catch (TimeoutException e) {
            return new Answer.NotTold(new Refusal(file + " did not answer in time", false));
        }
    }

    /// Each of the texts is sent when the one before has been answered, so that settings hold for
    /// all that follows them.
    private @Nullable Refusal attempt(
            DatabaseTarget target,
            List<String> statements,
            OpenSockets sockets,
            Deadline deadline) {
        try (Connection connection = Link.connect(target, null, sockets, deadline);
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
            return null;
        } catch (SQLException e) {
            return refusal(e);
        }
    }

    /// Class 28 refuses the log-in and 08 the connection; in others the server has understood.
    private Refusal refusal(SQLException e) {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        String reason =
                e.getCause() instanceof IOException cause
                        ? file + ": " + cause.getMessage()
                        : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Refusal(reason, state.startsWith("28") || state.startsWith("08"));
    }

    /// The address is for the driver's messages only.
    private DatabaseTarget target(String superuser, String database) {
        return new DatabaseTarget(
                EngineKind.POSTGRESQL,
                "127.0.0.1",
                server.port(),
                database,
                superuser,
                null,
                DatabaseTarget.TlsMode.OFF,
                null);
    }
}
