package io.caretaker.mongodb;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import java.util.List;

/// Takes a server over the loopback interface.
///
/// MongoDB has no log-in by operating-system user. While access control is off no account is
/// needed, and one would protect nothing. While it is on only an administrator can make one; the
/// "localhost exception" is left alone, because the first user made through it closes the door for
/// whoever wants to become administrator.
final class Adoption {
    static final String ACCOUNT = "caretaker_monitor";

    /// What ending operations, sessions and cursors of others takes; the built-in role that has it,
    /// `hostManager`, may also shut the server down and change its parameters.
    static final String ROLE = "caretaker_operations";

    private static final String PRIVILEGES =
            "[{resource: {cluster: true}, actions: [\"inprog\", \"killop\", \"killAnySession\","
                    + " \"killAnyCursor\"]}]";

    private static final String ROLE_STATEMENT =
            "{ const a = db.getSiblingDB(\"admin\"); const p = "
                    + PRIVILEGES
                    + "; a.getRole(\""
                    + ROLE
                    + "\") ? a.updateRole(\""
                    + ROLE
                    + "\", {privileges: p, roles: []}) : a.createRole({role: \""
                    + ROLE
                    + "\", privileges: p, roles: []}); ";

    private static final String ROLES = "[\"clusterMonitor\", \"" + ROLE + "\"]";

    /// Leaves one role and one account, however often it is run.
    static final String STATEMENT =
            ROLE_STATEMENT
                    + "a.getUser(\""
                    + ACCOUNT
                    + "\") ? a.grantRolesToUser(\""
                    + ACCOUNT
                    + "\", "
                    + ROLES
                    + ") : a.createUser({user: \""
                    + ACCOUNT
                    + "\", pwd: passwordPrompt(), roles: "
                    + ROLES
                    + "}) }";

    private Adoption() {}

    /// What gives an account that exists the same rights.
    static String grant(String account) {
        return ROLE_STATEMENT
                + "a.grantRolesToUser(\""
                + account.replace("\\", "\\\\").replace("\"", "\\\"")
                + "\", "
                + ROLES
                + ") }";
    }

    static AdoptionPlan plan(LocalServer server) {
        return new AdoptionPlan(
                server,
                ACCOUNT,
                List.of(
                        "clusterMonitor",
                        ROLE + " (inprog, killop, killAnySession, killAnyCursor)"),
                List.of(
                        "ask the server over the loopback interface whether access control is off",
                        "if it is off: watch it without an account, as none is needed",
                        "if it is on: ask an administrator to run " + STATEMENT));
    }

    static DatabaseTarget adopt(LocalServer server, NameResolver names, Deadline deadline)
            throws InterruptedException {
        DatabaseTarget target = target(server);
        Link link = Link.open(new LogIn(target, Adoption::noSecret, names), System::nanoTime);
        try {
            if (BoundedWork.run(link.heartbeats(), deadline, () -> link.open(deadline))) {
                return target;
            }
        } catch (BoundedWork.FailedException e) {
            throw unreachable(server, e);
        } finally {
            Thread.ofVirtual().name("mongodb-close").start(link::close);
        }
        throw new Problem(
                ProblemCode.DENIED,
                server.name()
                        + " has access control, and only an administrator can make an account",
                "run, as an administrator: "
                        + STATEMENT
                        + " Then add the database with this account.");
    }

    private static DatabaseTarget target(LocalServer server) {
        String host = server.host();
        if (host == null) {
            throw new Problem(
                    ProblemCode.INVALID,
                    server.name() + " listens on no TCP port, so there is nothing to log in to",
                    "let it listen on 127.0.0.1 (net.bindIp)");
        }
        return new DatabaseTarget(
                EngineKind.MONGODB, host, server.port(), null, null, null, tls(host), null);
    }

    /// Packets to one of the machine's own addresses do not leave it either.
    private static DatabaseTarget.TlsMode tls(String host) {
        return Loopback.is(host) ? DatabaseTarget.TlsMode.DEFAULT : DatabaseTarget.TlsMode.OFF;
    }

    private static Problem unreachable(LocalServer server, BoundedWork.FailedException failure) {
        return new Problem(
                ProblemCode.UNREACHABLE,
                server.name() + " does not answer: " + Refusals.of(failure.reason()).message(),
                "if it takes only TLS connections, add the database with tls and an account: "
                        + STATEMENT,
                failure);
    }

    private static Secret noSecret(SecretReference reference) {
        throw new IllegalStateException("a log-in without a user needs no " + reference);
    }
}
