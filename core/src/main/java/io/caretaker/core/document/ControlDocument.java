package io.caretaker.core.document;

import io.caretaker.core.host.ServiceControl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a service is started and stopped: `none`, or an object with one of the keys `systemd`,
/// `sysv`, `openrc`, `pg_ctlcluster` and `commands`.
final class ControlDocument {
    private static final String KEY = "control";
    private static final String NONE = "none";

    private ControlDocument() {}

    static Object of(ServiceControl control) {
        return switch (control) {
            case ServiceControl.Systemd(String unit) -> Map.of("systemd", unit);
            case ServiceControl.SysV(String name) -> Map.of("sysv", name);
            case ServiceControl.OpenRc(String name) -> Map.of("openrc", name);
            case ServiceControl.PgCluster(String version, String name) ->
                    Map.of(
                            "pg_ctlcluster",
                            new Document().put("version", version).put("name", name).fields());
            case ServiceControl.Commands commands -> Map.of("commands", of(commands));
            case ServiceControl.None() -> NONE;
        };
    }

    private static Map<String, @Nullable Object> of(ServiceControl.Commands commands) {
        return new Document()
                .putIfAny("start", commands.start())
                .putIfAny("stop", commands.stop())
                .putIfAny("restart", commands.restart())
                .putIfAny("reload", commands.reload())
                .putIfThere("user", commands.user())
                .fields();
    }

    /// Reads a document.
    ///
    /// @param byDefault for services that do not say it
    static ServiceControl read(Fields service, ServiceControl byDefault) {
        if (service.isText(KEY)) {
            service.oneOf(KEY, List.of(NONE));
            return new ServiceControl.None();
        }
        Fields fields = service.optionalObject(KEY);
        return fields == null ? byDefault : read(fields);
    }

    private static ServiceControl read(Fields fields) {
        String unit = fields.optionalText("systemd");
        String script = fields.optionalText("sysv");
        String openRc = fields.optionalText("openrc");
        Fields cluster = fields.optionalObject("pg_ctlcluster");
        Fields commands = fields.optionalObject("commands");
        int given =
                (unit == null ? 0 : 1)
                        + (script == null ? 0 : 1)
                        + (openRc == null ? 0 : 1)
                        + (cluster == null ? 0 : 1)
                        + (commands == null ? 0 : 1);
        if (given != 1) {
            fields.problem(
                    "must have exactly one of systemd, sysv, openrc, pg_ctlcluster and commands",
                    "write `control: none` for a service that can only be watched");
        }
        if (unit != null) {
            return new ServiceControl.Systemd(unit);
        }
        if (script != null) {
            return new ServiceControl.SysV(script);
        }
        if (openRc != null) {
            return new ServiceControl.OpenRc(openRc);
        }
        if (cluster != null) {
            return new ServiceControl.PgCluster(cluster.text("version"), cluster.text("name"));
        }
        return commands == null ? new ServiceControl.None() : commands(commands);
    }

    private static ServiceControl commands(Fields fields) {
        return new ServiceControl.Commands(
                command(fields, "start"),
                command(fields, "stop"),
                command(fields, "restart"),
                command(fields, "reload"),
                fields.optionalText("user"));
    }

    private static List<String> command(Fields fields, String key) {
        List<String> command = fields.optionalCommand(key);
        return command == null ? List.of() : command;
    }
}
