package io.caretaker.cli.commands;

import io.caretaker.cli.ExitCodes;
import io.caretaker.cli.Session;
import io.caretaker.cli.render.ConnectionText;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.document.ConnectionDocument;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabaseHome;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Tries a log-in to a database that need not be watched yet.
@Command(
        name = "connection-test",
        header = "Try a log-in to a database and say what is missing; change nothing.",
        description = {
            "By the way that its checks will take: of another host of the inventory through SSH where its port",
            "is closed to this machine, or where ADDRESS is that host's own 127.0.0.1 (then name it with --on).",
            "Neither the connection nor the password is kept. Exit code 0 when it can be watched, also where",
            "something of it cannot be seen yet; 1 when it cannot."
        },
        footer = {
            "",
            "Examples:",
            "  caretaker connection-test postgresql db1.example --user caretaker --password",
            "  caretaker connection-test mariadb 127.0.0.1 --on db2 --user caretaker --password-file pass",
            "  pass show db1 | caretaker connection-test mysql db1.example --user caretaker --password"
        })
public final class ConnectionTestCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LAST_PORT = 65_535;

    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "ENGINE",
            description = "postgresql, mysql, mariadb or mongodb")
    EngineKind engine = EngineKind.POSTGRESQL;

    @Parameters(index = "1", paramLabel = "ADDRESS", description = "name or IP address, no port")
    String address = "";

    @Option(names = "--port", description = "default: the engine's usual one")
    @Nullable Integer port;

    @Option(names = "--user", description = "who logs in; MongoDB may do without")
    @Nullable String user;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    @Nullable Password password;

    @Option(names = "--database", description = "default: the engine's usual one")
    @Nullable String database;

    @Option(
            names = "--tls",
            paramLabel = "MODE",
            description =
                    "default (verified, off on the loopback), off, require (not verified) or verify")
    TlsMode tls = TlsMode.DEFAULT;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "certificate authority; default: those of this machine")
    @Nullable String caFile;

    @Option(
            names = "--on",
            paramLabel = "HOST",
            description = "the host_id it runs on; default: the host with that address")
    @Nullable String host;

    @Option(
            names = "--tunnel",
            paramLabel = "USE",
            description = "whether it is asked through SSH: auto, always or never")
    TunnelUse tunnel = TunnelUse.AUTO;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = PlainDuration.class,
            description = "by when there is a verdict; default 10s, at most 60s")
    Duration timeout = USUAL;

    /// Where the password comes from.
    static final class Password {
        @Option(
                names = "--password",
                required = true,
                description = "ask for it, or read the first line of standard input")
        boolean asked;

        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                required = true,
                description = "its first line; the file must be its owner's alone")
        @Nullable String file;

        @Option(
                names = "--password-env",
                paramLabel = "NAME",
                required = true,
                description = "a variable of the environment, or of .env")
        @Nullable String variable;

        /// Null for one that is asked for.
        @Nullable SecretReference kept() {
            return file != null
                    ? new SecretReference.FromFile(file)
                    : variable != null ? new SecretReference.FromEnvironment(variable) : null;
        }
    }

    public ConnectionTestCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws InterruptedException {
        boolean json = session.json();
        DatabaseTarget target = target();
        DatabaseHome home = DatabaseHome.of(session.inventory(), host, address, tunnel);
        ConnectionTest test = session.wiring().connectionTest();
        ConnectionReport report = test.run(target, home, typed(), timeout);
        if (session.storeExists()) {
            session.wiring().store().audit().append(test.written(report, session.actor()));
        }
        if (json) {
            session.json(ConnectionDocument.of(report));
        } else {
            session.print(ConnectionText.of(report, user, session.style()));
        }
        return report.verdict().usable() ? ExitCodes.OK : ExitCodes.NOT_WELL;
    }

    private DatabaseTarget target() {
        int number = port == null ? engine.defaultPort() : port;
        require(number >= 1 && number <= LAST_PORT, "--port must be 1 to 65535");
        require(!address.isBlank(), "ADDRESS must not be blank");
        require(
                timeout.isPositive() && timeout.compareTo(LONGEST) <= 0,
                "--timeout must be more than nothing and at most 60s");
        try {
            return new DatabaseTarget(
                    engine,
                    address,
                    number,
                    database,
                    user,
                    password == null ? null : password.kept(),
                    tls,
                    caFile);
        } catch (IllegalArgumentException e) {
            throw new Problem(ProblemCode.INVALID, String.valueOf(e.getMessage()), "", e);
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new Problem(ProblemCode.INVALID, otherwise, "");
        }
    }

    /// Null for one that is kept somewhere, or none.
    private @Nullable Secret typed() {
        if (password == null || password.kept() != null) {
            return null;
        }
        String read = session.terminal().password("Password: ");
        require(read != null && !read.isEmpty(), "no password was given");
        return Secret.of(String.valueOf(read));
    }
}
