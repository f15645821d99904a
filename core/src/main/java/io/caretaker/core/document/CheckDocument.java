package io.caretaker.core.document;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HostLimits;
import io.caretaker.core.health.EngineKind;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A check's own settings, apart from its method.
final class CheckDocument {
    static final List<String> METHODS =
            List.of("ssh", "http", "tcp", "database", "custom", "process", "host");

    private CheckDocument() {}

    static Document write(Document document, CheckSpec check) {
        return switch (check) {
            case CheckSpec.Tcp tcp ->
                    document.put("host", tcp.host())
                            .put("port", tcp.port())
                            .putIfThere("send", tcp.send())
                            .putIfThere("expect", tcp.expect());
            case CheckSpec.Http http -> HttpCheckDocument.write(document, http);
            case CheckSpec.Unit() -> document;
            case CheckSpec.ProcessAlive(String pidFile, String match) ->
                    document.putIfThere("pid_file", pidFile).putIfThere("match", match);
            case CheckSpec.Custom(List<String> command, Map<String, String> environment) ->
                    document.put("command", command)
                            .putIfAny("environment", new TreeMap<>(environment));
            case CheckSpec.Database database -> DatabaseCheckDocument.write(document, database);
            case CheckSpec.HostFacts(HostLimits limits) ->
                    document.put("limits", HostLimitsDocument.of(limits));
        };
    }

    /// Reads a document.
    ///
    /// @param method one of [#METHODS]
    static CheckSpec read(String method, Fields fields, CheckContext context) {
        return switch (method) {
            case "tcp" -> tcp(fields, context);
            case "http" -> HttpCheckDocument.read(fields);
            case "database" -> DatabaseCheckDocument.read(fields, context);
            case "custom" -> custom(fields);
            case "process" -> process(fields);
            case "host" ->
                    new CheckSpec.HostFacts(
                            HostLimitsDocument.read(fields.object("limits"), HostLimits.DEFAULT));
            default -> new CheckSpec.Unit();
        };
    }

    private static CheckSpec tcp(Fields fields, CheckContext context) {
        return fields.build(
                new CheckSpec.Tcp("localhost", 1, null, null),
                () ->
                        new CheckSpec.Tcp(
                                context.host(fields),
                                port(fields, context),
                                fields.optionalText("send"),
                                fields.optionalText("expect")));
    }

    private static int port(Fields fields, CheckContext context) {
        Integer given = fields.optionalInteger("port");
        if (given == null && !fields.has("port")) {
            return DatabaseCheckDocument.engine(context.type().name())
                    .map(EngineKind::defaultPort)
                    .orElseGet(() -> fields.integer("port"));
        }
        return given == null ? 1 : given;
    }

    private static CheckSpec custom(Fields fields) {
        return fields.build(
                new CheckSpec.Custom(List.of("true"), Map.of()),
                () ->
                        new CheckSpec.Custom(
                                command(fields.optionalCommand("command")),
                                fields.textMap("environment")));
    }

    static List<String> command(@Nullable List<String> given) {
        return given == null ? List.of() : given;
    }

    private static CheckSpec process(Fields fields) {
        return fields.build(
                new CheckSpec.ProcessAlive(null, "."),
                () ->
                        new CheckSpec.ProcessAlive(
                                fields.optionalText("pid_file"),
                                fields.optionalParsed("match", HttpCheckDocument::regex)));
    }
}
