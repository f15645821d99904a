package io.caretaker.web.api;

import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.document.ConnectionDocument;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.SecretDocument;
import io.caretaker.core.health.ConnectionReport;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.Secret;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.server.desk.ConnectionTest;
import io.caretaker.server.desk.DatabaseHome;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Trying a log-in to a database that is not watched yet.
public final class ConnectionApi {
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Desks desks;

    public ConnectionApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.POST,
                        "/api/v1/connection-test",
                        Access.ADMIN,
                        Operation.of(
                                        "testConnection",
                                        "discovery",
                                        "Whether a database could be watched with a log-in")
                                .described(
                                        "By the way that its checks will take: of another host"
                                                + " through SSH where its port is closed to this"
                                                + " machine or the address is the host's own"
                                                + " loopback. Changes nothing, keeps neither the"
                                                + " connection nor the password.")
                                .takes(
                                        Schema.object("ConnectionInput")
                                                .field(
                                                        "engine",
                                                        Shapes.words(EngineKind.values()),
                                                        "")
                                                .field("host", Shapes.TEXT, "")
                                                .optional("port", Schema.integer(), "")
                                                .optional(
                                                        "host_id",
                                                        Shapes.TEXT,
                                                        "the host of the inventory that it runs on;"
                                                                + " without it the one whose"
                                                                + " address that is")
                                                .optional(
                                                        "tunnel",
                                                        Shapes.words(TunnelUse.values()),
                                                        "as in the check; auto")
                                                .optional("database", Shapes.TEXT, "")
                                                .optional("user", Shapes.TEXT, "")
                                                .optional(
                                                        "password",
                                                        Schema.any(),
                                                        "the password itself, or where it is kept:"
                                                                + " {\"env\": …}, {\"file\": …} or"
                                                                + " {\"command\": […]}")
                                                .optional(
                                                        "tls",
                                                        Shapes.words(
                                                                DatabaseTarget.TlsMode.values()),
                                                        "")
                                                .optional("ca_file", Shapes.TEXT, "")
                                                .optional("timeout", Shapes.LENGTH, "5, up to 60"))
                                .answers(DiscoveryShapes.CONNECTION),
                        this::test));
    }

    /// @param typed the password itself; null where it is kept somewhere, or there is none
    private record Trial(
            DatabaseTarget target,
            @Nullable String host,
            TunnelUse tunnel,
            @Nullable Secret typed,
            Duration limit) {}

    private Answer test(Request request) throws InterruptedException {
        Trial trial = Body.read(request, ConnectionApi::trial);
        Daemon daemon = desks.daemon();
        ConnectionTest test = daemon.tools().connections().get();
        ConnectionReport report =
                test.run(trial.target(), home(trial), trial.typed(), trial.limit());
        daemon.store().audit().append(test.written(report, Desks.actor(request)));
        return Answer.json(ConnectionDocument.of(report));
    }

    /// The host is something that the body refers to.
    private @Nullable DatabaseHome home(Trial trial) {
        try {
            return DatabaseHome.of(
                    desks.seen(), trial.host(), trial.target().host(), trial.tunnel());
        } catch (Problem problem) {
            throw new Problem(ProblemCode.INVALID, problem.message(), problem.hint(), problem);
        }
    }

    private static Trial trial(Fields fields) {
        EngineKind engine = fields.word("engine", EngineKind.class);
        String host = fields.text("host");
        if (host.isBlank()) {
            fields.problem("host", "must not be blank", "");
        }
        Duration limit = Body.duration(fields, "timeout");
        if (limit != null && limit.compareTo(LONGEST) > 0) {
            fields.problem("timeout", "must be at most 60 seconds", "");
        }
        String typed = fields.isText("password") ? fields.optionalText("password") : null;
        return new Trial(
                new DatabaseTarget(
                        engine,
                        host,
                        fields.integer("port", engine.defaultPort()),
                        fields.optionalText("database"),
                        fields.optionalText("user"),
                        typed == null ? kept(fields) : null,
                        fields.word(
                                "tls",
                                DatabaseTarget.TlsMode.class,
                                DatabaseTarget.TlsMode.DEFAULT),
                        fields.optionalText("ca_file")),
                fields.optionalText("host_id"),
                fields.word("tunnel", TunnelUse.class, TunnelUse.AUTO),
                typed == null ? null : Secret.of(typed),
                limit == null ? USUAL : limit);
    }

    /// A number is not shown in what is said of it: it may be the password.
    private static @Nullable SecretReference kept(Fields fields) {
        if (fields.has("password") && !(fields.given().get("password") instanceof Map<?, ?>)) {
            fields.problem("password", "must be text, or an object that says where it is kept", "");
            return null;
        }
        return SecretDocument.read(fields, "password");
    }
}
