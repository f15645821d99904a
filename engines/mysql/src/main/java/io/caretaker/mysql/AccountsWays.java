package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.mysql.AccountsWay.Answer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds a way to lock accounts: the target's own account, else an administrator over the socket.
/// Whether one is open is tried by all that it takes, without changing anything. Thread-safe.
record AccountsWays(Function<DatabaseTarget, LogIn> logIns, NameResolver names) {
    private static final String NOBODY_LISTENS = "nobody listens there";

    /// The first that is open.
    ///
    /// @throws Problem `DENIED` with the reasons of all, `UNREACHABLE` when nobody listens
    AccountsWay find(DatabaseTarget target, HostAccess host, Deadline deadline)
            throws InterruptedException {
        var reasons = new ArrayList<String>();
        Optional<AccountsWay> own = own(target, reasons, deadline);
        if (own.isPresent()) {
            return own.get();
        }
        boolean silent = reasons.getFirst().equals(NOBODY_LISTENS);
        for (LocalServer server : servers(target, host, reasons)) {
            Optional<AccountsWay> local = local(server, host, reasons, deadline);
            if (local.isPresent()) {
                return local.get();
            }
        }
        throw denied(target, reasons, silent);
    }

    private Optional<AccountsWay> own(
            DatabaseTarget target, List<String> reasons, Deadline deadline)
            throws InterruptedException {
        var logIn = new OwnAccount(target, logIns.apply(target), names, ServerVersion.parse(""));
        return switch (logIn.ask(List.of(), LockdownStatements.VERSION, deadline)) {
            case Answer.Told(String version) ->
                    able(logIn.of(ServerVersion.parse(version)), reasons, deadline);
            case Answer.NotTold(String reason, Fault fault) -> {
                reasons.add(fault == Fault.REFUSED ? NOBODY_LISTENS : reason);
                yield Optional.empty();
            }
        };
    }

    private Optional<AccountsWay> local(
            LocalServer server, HostAccess host, List<String> reasons, Deadline deadline)
            throws InterruptedException {
        try {
            return able(
                    new OverSocket(Administrator.logIn(server, host, deadline)), reasons, deadline);
        } catch (Problem problem) {
            reasons.add(problem.message());
            return Optional.empty();
        }
    }

    /// The way, if its account has the rights and the server is new enough.
    private static Optional<AccountsWay> able(
            AccountsWay way, List<String> reasons, Deadline deadline) throws InterruptedException {
        ServerVersion version = way.version();
        if (!(version.mariadb() ? version.atLeast(10, 4, 2) : version.atLeast(8, 0, 0))) {
            throw new Problem(
                    ProblemCode.INVALID,
                    version.label() + " cannot be locked down",
                    "it takes MySQL 8.0 or MariaDB 10.4.2, or newer");
        }
        @Nullable String lacking = lacking(way, deadline);
        if (lacking == null) {
            return Optional.of(way);
        }
        reasons.add(way.words() + ": " + lacking);
        return Optional.empty();
    }

    /// What the way may not do; null when nothing is in its way but that nobody may write.
    private static @Nullable String lacking(AccountsWay way, Deadline deadline)
            throws InterruptedException {
        List<String> opening = LockdownStatements.opening(way.version());
        String look = LockdownStatements.look(way.version());
        return switch (way.ask(opening, look, deadline)) {
            case Answer.NotTold(String reason, Fault _) -> reason;
            case Answer.Told(String text) -> {
                if (GatesText.read(text, way.words(), null).standby() != null) {
                    yield null;
                }
                var statements = new ArrayList<>(opening);
                statements.add(LockdownStatements.attempt());
                yield way.ask(statements, LockdownStatements.VERSION, deadline)
                                instanceof Answer.NotTold(String reason, Fault _)
                        ? reason
                        : null;
            }
        };
    }

    /// Servers of the host with the target's port.
    private static List<LocalServer> servers(
            DatabaseTarget target, HostAccess host, List<String> reasons) {
        try {
            List<LocalServer> servers =
                    host.processes().stream()
                            .flatMap(process -> Recognition.recognise(process, host).stream())
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

    private static Problem denied(DatabaseTarget target, List<String> reasons, boolean silent) {
        return new Problem(
                silent ? ProblemCode.UNREACHABLE : ProblemCode.DENIED,
                "the accounts of "
                        + MysqlLockdown.label(target)
                        + " cannot be restricted: "
                        + String.join("; ", new LinkedHashSet<>(reasons)),
                silent ? "a server that does not run takes no connections" : hint(target));
    }

    private static String hint(DatabaseTarget target) {
        String rights =
                switch (target.engine()) {
                    case MARIADB ->
                            "BINLOG ADMIN ON *.* and SELECT on mysql.global_priv and"
                                    + " mysql.roles_mapping";
                    default ->
                            "SESSION_VARIABLES_ADMIN ON *.* and SELECT on mysql.user,"
                                    + " mysql.role_edges, mysql.global_grants and, of"
                                    + " mysql.slave_master_info, (Host, Port, Channel_name)";
                };
        return "it takes an administrator: run caretaker as root or as the server's"
                + " operating-system user on its host, or give the service an account with GRANT"
                + " CREATE USER, "
                + rights
                + "; by hand, as an administrator: SET SESSION"
                + " sql_log_bin = 0; ALTER USER name@host ACCOUNT LOCK";
    }
}
