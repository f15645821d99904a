package io.caretaker.postgresql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.AdoptionPlan;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.postgresql.Administration.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Creates the monitoring account through the server's Unix socket, as the server's own user.
final class Adoption {
    static final String ACCOUNT = "caretaker_monitor";
    private static final SecretReference NEW_PASSWORD =
            new SecretReference.FromEnvironment("the password of the adoption");

    private Adoption() {}

    static AdoptionPlan plan(LocalServer server) {
        return new AdoptionPlan(
                server,
                ACCOUNT,
                List.of(
                        "pg_monitor",
                        "pg_signal_backend",
                        "pg_use_reserved_connections (16 and newer)"),
                List.of(
                        "run psql as the operating-system user "
                                + server.user()
                                + " over the server's Unix socket; without psql, send the same"
                                + " statements from caretaker's own process",
                        "create the role "
                                + ACCOUNT
                                + " if it does not exist: log-in only, no superuser, at most "
                                + AdoptionStatements.CONNECTION_LIMIT
                                + " connections, read-only transactions",
                        "grant it pg_monitor, which reads statistics and no tables",
                        "grant it pg_signal_backend, which ends sessions of users that are no"
                                + " superusers",
                        "set its password (only a SCRAM-SHA-256 verifier is sent)",
                        "log in over TCP with that password"));
    }

    static DatabaseTarget carryOut(
            LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException {
        String address = requireTcp(server);
        createAccount(server, password, host, deadline);
        DatabaseTarget target =
                new DatabaseTarget(
                        EngineKind.POSTGRESQL,
                        address,
                        server.port(),
                        "postgres",
                        ACCOUNT,
                        null,
                        ConnectionSettings.loopback(address)
                                ? DatabaseTarget.TlsMode.DEFAULT
                                : DatabaseTarget.TlsMode.OFF,
                        null);
        prove(server, target, password, deadline);
        return target;
    }

    private static String requireTcp(LocalServer server) {
        @Nullable String address = server.host();
        if (address == null) {
            throw new Problem(
                    ProblemCode.DENIED,
                    server.name() + " listens on no TCP port, and caretaker logs in over TCP",
                    "set listen_addresses = 'localhost' in postgresql.conf and restart the server");
        }
        return address;
    }

    private static void createAccount(
            LocalServer server, Secret password, HostAccess host, Deadline deadline)
            throws InterruptedException {
        List<String> statements = AdoptionStatements.forRole(ACCOUNT, ScramVerifier.of(password));
        Administration administration = administration(server, host, deadline);
        List<Refusal> refusals = new ArrayList<>();
        for (String superuser : new LinkedHashSet<>(List.of(server.user(), "postgres"))) {
            @Nullable Refusal refusal = administration.run(superuser, statements, deadline);
            if (refusal == null) {
                return;
            }
            refusals.add(refusal);
        }
        throw notCreated(server, refusals.getFirst());
    }

    private static Administration administration(
            LocalServer server, HostAccess host, Deadline deadline) throws InterruptedException {
        Optional<Psql> psql = Psql.find(server, host, deadline);
        return psql.isPresent() ? psql.get() : new SocketAdministration(server);
    }

    private static Problem notCreated(LocalServer server, Refusal refusal) {
        String byHand =
                "as a superuser, on the primary, run: " + AdoptionStatements.forPeople(ACCOUNT);
        return new Problem(
                ProblemCode.DENIED,
                "the role "
                        + ACCOUNT
                        + " could not be created on "
                        + server.name()
                        + ": "
                        + refusal.reason(),
                refusal.asAnotherUser()
                        ? "install psql (Debian: apt-get install postgresql-client), with which"
                                + " caretaker acts as the operating-system user "
                                + server.user()
                                + "; or, "
                                + byHand
                        : byHand);
    }

    /// An account that cannot log in is no use: say what stands in its way.
    private static void prove(
            LocalServer server, DatabaseTarget target, Secret password, Deadline deadline)
            throws InterruptedException {
        DatabaseTarget withPassword =
                new DatabaseTarget(
                        target.engine(),
                        target.host(),
                        target.port(),
                        target.database(),
                        target.user(),
                        NEW_PASSWORD,
                        target.tls(),
                        null);
        try (var session = new TargetSession(withPassword, _ -> password)) {
            switch (session.examine(PostgresEngine.ROUTINE, deadline)) {
                case DatabaseReply.Reached _ -> {}
                case DatabaseReply.Refused refused -> throw refused(server, target, refused);
                case DatabaseReply.Unknown unknown ->
                        throw new Problem(ProblemCode.FAILED, unknown.message(), "");
            }
        }
    }

    private static Problem refused(
            LocalServer server, DatabaseTarget target, DatabaseReply.Refused refused) {
        String line =
                "host  all  "
                        + ACCOUNT
                        + "  "
                        + target.host()
                        + (target.host().contains(":") ? "/128" : "/32")
                        + "  scram-sha-256";
        String file =
                server.configFiles().stream()
                        .filter(path -> path.endsWith("pg_hba.conf"))
                        .findFirst()
                        .orElse("pg_hba.conf");
        return new Problem(
                ProblemCode.DENIED,
                "the role "
                        + ACCOUNT
                        + " exists now, but "
                        + refused.message()
                        + (refused.details() == null ? "" : ": " + refused.details()),
                "put this line above the others of " + file + " and reload the server: " + line);
    }
}
