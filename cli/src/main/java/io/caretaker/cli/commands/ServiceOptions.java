package io.caretaker.cli.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The fields of a service as options.
final class ServiceOptions implements EntryOptions {
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

    @Option(
            names = "--tunnel",
            description =
                    "check.tunnel: whether a database is asked through the connection to its host;"
                            + " auto, always or never")
    @Nullable String tunnel;

    @Option(names = "--interval", paramLabel = "SECONDS", description = "monitoring.interval_sec")
    @Nullable Double interval;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "monitoring.timeout_sec")
    @Nullable Double timeout;

    @Option(names = "--heal", negatable = true, description = "recovery.recover_on_down")
    @Nullable Boolean heal;

    @Option(names = "--tag", description = "may be given several times")
    @Nullable List<String> tags;

    @Option(
            names = "--depends-on",
            paramLabel = "SERVICE",
            description = "may be given several times")
    @Nullable List<String> dependencies;

    @Override
    public Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("host_id", host);
        fields.put("service_name", unit);
        fields.put("service_type", type);
        fields.put("display_name", name);
        fields.put("monitoring.method", method);
        fields.put("monitoring.interval_sec", interval);
        fields.put("monitoring.timeout_sec", timeout);
        fields.put("check.port", port);
        fields.put("check.tunnel", tunnel);
        fields.put("recovery.recover_on_down", heal);
        fields.put("tags", tags);
        fields.put("dependencies", dependencies);
        return fields;
    }
}
