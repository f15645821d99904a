package io.caretaker.core.document;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.health.DatabaseTarget.TlsMode;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.secret.SecretReference;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The settings of a database check. The engine defaults to the service's type, the host to the
/// service's host, the port to the engine's usual one.
final class DatabaseCheckDocument {
    private static final CheckSpec FALLBACK =
            new CheckSpec.Database(
                    new DatabaseTarget(
                            EngineKind.POSTGRESQL,
                            "localhost",
                            5432,
                            null,
                            null,
                            null,
                            TlsMode.DEFAULT,
                            null));

    private DatabaseCheckDocument() {}

    static Document write(Document document, CheckSpec.Database check) {
        DatabaseTarget target = check.target();
        SecretReference password = target.password();
        return document.put("engine", target.engine())
                .put("host", target.host())
                .put("port", target.port())
                .putIfThere("database", target.database())
                .putIfThere("user", target.user())
                .putIfThere("password", password == null ? null : SecretDocument.of(password))
                .put("tls", target.tls())
                .putIfThere("ca_file", target.caFile())
                .put("tunnel", check.tunnel());
    }

    static CheckSpec read(Fields fields, CheckContext context) {
        return fields.build(
                FALLBACK,
                () -> {
                    EngineKind engine = engine(fields, context);
                    return new CheckSpec.Database(
                            new DatabaseTarget(
                                    engine,
                                    context.host(fields),
                                    fields.integer("port", engine.defaultPort()),
                                    fields.optionalText("database"),
                                    fields.optionalText("user"),
                                    SecretDocument.read(fields, "password"),
                                    fields.word("tls", TlsMode.class, TlsMode.DEFAULT),
                                    fields.optionalText("ca_file")),
                            fields.word("tunnel", TunnelUse.class, TunnelUse.AUTO));
                });
    }

    private static EngineKind engine(Fields fields, CheckContext context) {
        @Nullable EngineKind given = fields.optionalWord("engine", EngineKind.class);
        if (given != null) {
            return given;
        }
        Optional<EngineKind> byType = engine(context.type().name());
        if (byType.isEmpty() && !fields.has("engine")) {
            fields.problem(
                    "'engine' is missing, and service_type '"
                            + context.type()
                            + "' is none of the databases caretaker knows",
                    "one of postgresql, mysql, mariadb, mongodb");
        }
        return byType.orElse(EngineKind.POSTGRESQL);
    }

    static Optional<EngineKind> engine(String type) {
        return Stream.of(EngineKind.values()).filter(each -> each.label().equals(type)).findFirst();
    }
}
