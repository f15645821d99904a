package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.lockdown.DatabaseLockdown;
import io.caretaker.core.lockdown.Gates;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import io.caretaker.postgresql.Administration.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Restricts connections to a server as one of its superusers: with the target's own account where
/// that is one, else with psql as the server's operating-system user on its host. Remembers the way
/// that was open. Thread-safe.
final class PostgresLockdown implements DatabaseLockdown {
    private static final List<String> ENTRANCES = List.of("postgres", "template1");

    private final SecretSource secrets;
    private final Map<DatabaseTarget, Way> ways = new ConcurrentHashMap<>();

    PostgresLockdown(SecretSource secrets) {
        this.secrets = secrets;
    }

    /// A way to a superuser's rights.
    private interface Way {
        Answer ask(List<String> statements, String query, Deadline deadline)
                throws InterruptedException;

        /// For people, after "asked".
        String words();
    }

    @Override
    public Gates look(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        Way way = way(target, host, deadline);
        String text = told(target, way, List.of(), LockdownStatements.LOOK, deadline);
        return GatesText.read(text, way.words(), target.user());
    }

    @Override
    public void set(
            DatabaseTarget target, HostAccess host, List<Setting> settings, Deadline deadline)
            throws InterruptedException {
        if (!settings.isEmpty()) {
            told(
                    target,
                    way(target, host, deadline),
                    List.of(LockdownStatements.set(settings)),
                    LockdownStatements.SUPERUSER,
                    deadline);
        }
    }

    /// A way that was open and fails is looked for anew the next time.
    private String told(
            DatabaseTarget target,
            Way way,
            List<String> statements,
            String query,
            Deadline deadline)
            throws InterruptedException {
        return switch (way.ask(statements, query, deadline)) {
            case Answer.Told(String text) -> text;
            case Answer.NotTold(Administration.Refusal refusal) -> {
                ways.remove(target);
                throw new Problem(
                        ProblemCode.FAILED,
                        "connections to PostgreSQL at "
                                + target.address()
                                + " could not be restricted "
                                + way.words()
                                + ": "
                                + refusal.reason(),
                        "");
            }
        };
    }

    private Way way(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        @Nullable Way known = ways.get(target);
        if (known == null) {
            known = find(target, host, deadline);
            ways.put(target, known);
        }
        return known;
    }

    private Way find(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        var reasons = new ArrayList<String>();
        Optional<Way> own = own(target, reasons, deadline);
        if (own.isPresent()) {
            return own.get();
        }
        for (LocalServer server : servers(target, host, reasons)) {
            Optional<Way> local = local(server, host, reasons, deadline);
            if (local.isPresent()) {
                return local.get();
            }
        }
        throw denied(target, reasons);
    }

    private Optional<Way> own(DatabaseTarget target, List<String> reasons, Deadline deadline)
            throws InterruptedException {
        @Nullable String flaw = ConnectionSettings.flaw(target);
        if (flaw != null) {
            reasons.add(flaw);
            return Optional.empty();
        }
        for (String entrance : entrances(target)) {
            var way = new OwnAccount(withDatabase(target, entrance));
            switch (way.ask(List.of(), LockdownStatements.SUPERUSER, deadline)) {
                case Answer.Told(String is) -> {
                    if (is.equals("on")) {
                        return Optional.of(way);
                    }
                    reasons.add(
                            Objects.requireNonNullElse(target.user(), "caretaker's account")
                                    + " is no superuser");
                    return Optional.empty();
                }
                case Answer.NotTold(Administration.Refusal refusal) ->
                        reasons.add(refusal.reason());
            }
        }
        return Optional.empty();
    }

    private static List<String> entrances(DatabaseTarget target) {
        var entrances = new LinkedHashSet<>(ENTRANCES);
        if (target.database() != null) {
            entrances.add(target.database());
        }
        return List.copyOf(entrances);
    }

    /// Servers of the host with the target's port.
    private static List<LocalServer> servers(
            DatabaseTarget target, HostAccess host, List<String> reasons) {
        try {
            List<LocalServer> servers =
                    host.processes().stream()
                            .flatMap(process -> Recognition.of(process, host).stream())
                            .filter(server -> server.port() == target.port())
                            .toList();
            if (servers.isEmpty()) {
                reasons.add("its process is not to be seen on its host");
            } else if (servers.size() > 1) {
                reasons.add(servers.size() + " servers of its host have the port " + target.port());
                return List.of();
            }
            return servers;
        } catch (Problem problem) {
            reasons.add(problem.message());
            return List.of();
        }
    }

    private Optional<Way> local(
            LocalServer server, HostAccess host, List<String> reasons, Deadline deadline)
            throws InterruptedException {
        Optional<Psql> psql = Psql.find(server, host, deadline);
        Administration administration =
                psql.isPresent() ? psql.get() : new SocketAdministration(server);
        for (String superuser : new LinkedHashSet<>(List.of(server.user(), "postgres"))) {
            for (String entrance : ENTRANCES) {
                var way = new OverSocket(administration, superuser, entrance);
                switch (way.ask(List.of(), LockdownStatements.SUPERUSER, deadline)) {
                    case Answer.Told(String is) -> {
                        if (is.equals("on")) {
                            return Optional.of(way);
                        }
                        reasons.add(superuser + " is no superuser");
                    }
                    case Answer.NotTold(Administration.Refusal refusal) ->
                            reasons.add("over its socket: " + refusal.reason());
                }
            }
        }
        return Optional.empty();
    }

    private static Problem denied(DatabaseTarget target, List<String> reasons) {
        boolean silent = reasons.stream().anyMatch(reason -> reason.startsWith("nobody listens"));
        return new Problem(
                silent ? ProblemCode.UNREACHABLE : ProblemCode.DENIED,
                "connections to PostgreSQL at "
                        + target.address()
                        + " cannot be restricted: "
                        + String.join("; ", new LinkedHashSet<>(reasons)),
                silent
                        ? "a server that does not run takes no connections"
                        : "it takes a superuser: run caretaker as root or as the server's"
                                + " operating-system user on its host, or allow it to run psql as"
                                + " that user by sudo; by hand, as a superuser: ALTER DATABASE name"
                                + " CONNECTION LIMIT 0 ALLOW_CONNECTIONS false; ALTER ROLE name"
                                + " CONNECTION LIMIT 0");
    }

    private static DatabaseTarget withDatabase(DatabaseTarget target, String database) {
        return new DatabaseTarget(
                target.engine(),
                target.host(),
                target.port(),
                database,
                target.user(),
                target.password(),
                target.tls(),
                target.caFile());
    }

    /// With the target's own account.
    private final class OwnAccount implements Way {
        private final DatabaseTarget target;

        OwnAccount(DatabaseTarget target) {
            this.target = target;
        }

        @Override
        public Answer ask(List<String> statements, String query, Deadline deadline)
                throws InterruptedException {
            try (var sockets = new OpenSockets()) {
                return BoundedCall.run(
                        () -> attempt(statements, query, sockets, deadline),
                        deadline,
                        sockets::close);
            } catch (TimeoutException e) {
                return refused(ServerReplies.timedOut(target));
            }
        }

        private Answer attempt(
                List<String> statements, String query, OpenSockets sockets, Deadline deadline) {
            @Nullable SecretReference password = target.password();
            try (Connection connection =
                    Link.connect(
                            target,
                            password == null ? null : secrets.resolve(password),
                            sockets,
                            deadline)) {
                return new Answer.Told(Link.text(connection, opened(statements), query));
            } catch (SQLException e) {
                return refused(ServerReplies.of(target, e));
            } catch (Problem problem) {
                return new Answer.NotTold(new Administration.Refusal(problem.message(), true));
            } catch (RuntimeException e) {
                return refused(ServerReplies.garbled(target, e));
            }
        }

        private Answer refused(DatabaseReply.Refused refused) {
            String reason =
                    refused.details() == null || refused.fault() == Fault.REFUSED
                            ? refused.message()
                            : refused.message() + ": " + refused.details();
            return new Answer.NotTold(new Administration.Refusal(reason, true));
        }

        @Override
        public String words() {
            return "as " + target.user();
        }
    }

    private static List<String> opened(List<String> statements) {
        var all = new ArrayList<>(List.of(LockdownStatements.OPENING));
        all.addAll(statements);
        return all;
    }

    /// As the server's own operating-system user.
    private record OverSocket(Administration administration, String superuser, String entrance)
            implements Way {
        @Override
        public Answer ask(List<String> statements, String query, Deadline deadline)
                throws InterruptedException {
            return administration.ask(superuser, entrance, opened(statements), query, deadline);
        }

        @Override
        public String words() {
            return "as " + superuser + " over its Unix socket";
        }
    }
}
