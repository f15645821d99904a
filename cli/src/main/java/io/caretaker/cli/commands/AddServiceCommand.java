package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds services.
@Command(
        name = "add",
        header = "Add a service, or those of a file.",
        description = {
            "The common fields are options; --set takes any other one of the document, such as",
            "--set check.port=5433 or --set control.systemd=postgresql@15-main.service."
        },
        footer = {
            "",
            "Example:",
            "  caretaker service add svc_web --host host_web_1 --type nginx --method http \\",
            "      --set check.url=http://10.1.2.3/health --interval 15"
        })
final class AddServiceCommand extends AddCommand {
    @Parameters(paramLabel = "ID", arity = "0..1", description = "service_id")
    @Nullable String id;

    @Option(names = "--host", paramLabel = "HOST", description = "the host_id it runs on")
    @Nullable String host;

    @Option(names = "--unit", description = "service_name, the service manager's name for it")
    @Nullable String unit;

    @Option(names = "--type", description = "postgresql, mariadb, mysql, mongodb, nginx, …")
    @Nullable String type;

    @Option(names = "--name", description = "display_name, for people")
    @Nullable String name;

    @Option(
            names = "--method",
            description = "tcp, http, ssh (unit state), process, database, custom or host")
    @Nullable String method;

    @Option(names = "--port", description = "check.port")
    @Nullable Integer port;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "monitoring.interval_sec")
    @Nullable Double interval;

    @Option(names = "--heal", description = "recovery.recover_on_down")
    @Nullable Boolean heal;

    @Option(names = "--tag", description = "may be given several times")
    @Nullable List<String> tags;

    @Option(
            names = "--depends-on",
            paramLabel = "SERVICE",
            description = "may be given several times")
    @Nullable List<String> dependencies;

    @Option(names = "--set", paramLabel = "FIELD=VALUE", description = "any other field")
    @Nullable Map<String, String> fields;

    AddServiceCommand(Session session) {
        super(session, new EntryKind.Services());
    }

    @Override
    Map<String, @Nullable Object> options() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", id);
        document.put("host_id", host);
        document.put("service_name", unit);
        document.put("service_type", type);
        document.put("display_name", name);
        document.put("tags", tags);
        document.put("dependencies", dependencies);
        putBelow(document, "monitoring.method", method);
        putBelow(document, "monitoring.interval_sec", interval);
        putBelow(document, "check.port", port);
        putBelow(document, "recovery.recover_on_down", heal);
        if (fields != null) {
            fields.forEach((path, text) -> putBelow(document, path, PlainDocuments.value(text)));
        }
        return document;
    }

    private static void putBelow(
            Map<String, @Nullable Object> document, String path, @Nullable Object value) {
        if (value != null) {
            Paths.set(document, path, value);
        }
    }
}
