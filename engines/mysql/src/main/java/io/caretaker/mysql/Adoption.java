package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import java.util.List;
import java.util.Set;

/// Makes the monitoring account through the Unix socket.
final class Adoption {
    private Adoption() {}

    static AdoptionPlan plan(LocalServer server) {
        Set<String> hosts = Account.hosts(server);
        return new AdoptionPlan(
                server,
                Account.NAME,
                Account.grants(server.engine()),
                List.of(
                        "log in over the Unix socket as root, or as the server's own user",
                        "create the account "
                                + Account.NAME
                                + " for log-ins from "
                                + String.join(" and ", hosts)
                                + ", or give it a new password",
                        "allow it at most " + Account.CONNECTION_LIMIT + " connections at a time",
                        "grant it " + String.join(", ", Account.grants(server.engine())),
                        Account.consequence(server.engine()),
                        "write none of this to the binary log or to other nodes of a cluster, as the"
                                + " account is this server's own"));
    }

    static DatabaseTarget adopt(
            LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException {
        String address = requireAddress(server);
        Administrator administrator = Administrator.logIn(server, host, deadline);
        String script = Account.script(administrator.version(), Account.hosts(server), password);
        CommandResult result = administrator.run(script, deadline);
        if (!(result instanceof CommandResult.Exited exited && exited.ok())) {
            throw refused(server, result, password);
        }
        return new DatabaseTarget(
                administrator.version().kind(),
                address,
                server.port(),
                null,
                Account.NAME,
                null,
                tls(address),
                null);
    }

    /// Packets to one of the machine's own addresses do not leave it either.
    private static DatabaseTarget.TlsMode tls(String address) {
        return Loopback.is(address) ? DatabaseTarget.TlsMode.DEFAULT : DatabaseTarget.TlsMode.OFF;
    }

    private static String requireAddress(LocalServer server) {
        String address = server.host();
        if (address == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    server.name() + " listens on no TCP port, so there is nothing to log in to",
                    "start it without skip-networking and with bind-address=127.0.0.1, or register"
                            + " it as a process to be watched");
        }
        return address;
    }

    private static Problem refused(LocalServer server, CommandResult result, Secret password) {
        String message = result.summary();
        for (String secret : Account.unspeakable(password)) {
            message = secret.isEmpty() ? message : message.replace(secret, "***");
        }
        return new Problem(
                ProblemCode.DENIED,
                server.name() + " did not take the statements for the account: " + message,
                hint(server));
    }

    /// What a person can run instead.
    static String hint(LocalServer server) {
        EngineKind kind = server.engine();
        return "as an administrator of the server, run: "
                + Account.template(kind, Account.hosts(server))
                + " Then add the database with this account.";
    }
}
