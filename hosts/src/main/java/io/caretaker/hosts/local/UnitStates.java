package io.caretaker.hosts.local;

import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.host.UnitState.Activity;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads what service managers answer to [ServiceCommands#state]. Pure.
///
/// Source: systemd's org.freedesktop.systemd1(5), "ActiveState"; LSB core, "Init Script Actions"
/// (exit codes of status); pg_ctl(1): 3 not running, 4 no accessible data directory.
public final class UnitStates {
    static final List<String> PROPERTIES =
            List.of("LoadState", "ActiveState", "SubState", "Result", "MainPID");

    private static final Pattern CLUSTER_PID = Pattern.compile("PID: (\\d+)");

    private UnitStates() {}

    public static UnitState read(ServiceControl control, CommandResult result) {
        if (!(result instanceof Exited exited)) {
            return unknown(result.summary());
        }
        return switch (control) {
            case ServiceControl.Systemd _ -> systemd(exited);
            case ServiceControl.SysV _ -> script(exited);
            case ServiceControl.PgCluster _ -> cluster(exited);
            case ServiceControl.Commands _, ServiceControl.None _ ->
                    unknown("no service manager is known for it");
        };
    }

    public static UnitState unknown(String reason) {
        return new UnitState(Activity.UNKNOWN, reason, null);
    }

    private static UnitState systemd(Exited exited) {
        Map<String, String> properties =
                exited.output()
                        .lines()
                        .filter(line -> line.contains("="))
                        .collect(
                                Collectors.toMap(
                                        line -> line.substring(0, line.indexOf('=')),
                                        line -> line.substring(line.indexOf('=') + 1),
                                        (one, _) -> one));
        String active = properties.getOrDefault("ActiveState", "");
        if (!exited.ok() || active.isEmpty()) {
            return unknown("systemctl: " + exited.summary());
        }
        Activity activity = activity(active, properties.getOrDefault("LoadState", ""));
        return new UnitState(activity, detail(active, properties), pid(properties.get("MainPID")));
    }

    private static Activity activity(String active, String load) {
        return switch (active) {
            case "active" -> Activity.ACTIVE;
            case "activating", "reloading", "refreshing" -> Activity.STARTING;
            case "deactivating" -> Activity.STOPPING;
            case "failed" -> Activity.FAILED;
            case "inactive" -> load.equals("not-found") ? Activity.MISSING : Activity.INACTIVE;
            default -> Activity.UNKNOWN;
        };
    }

    private static String detail(String active, Map<String, String> properties) {
        String result = properties.getOrDefault("Result", "");
        return properties.getOrDefault("LoadState", "").equals("not-found")
                ? "no such unit"
                : result.isEmpty() || result.equals("success")
                        ? active + " (" + properties.getOrDefault("SubState", "?") + ")"
                        : active + " (Result: " + result + ")";
    }

    private static UnitState script(Exited exited) {
        Activity activity =
                switch (exited.code()) {
                    case 0 -> Activity.ACTIVE;
                    case 1, 2 ->
                            exited.errors().contains("unrecognized service")
                                    ? Activity.MISSING
                                    : Activity.FAILED;
                    case 3 -> Activity.INACTIVE;
                    default ->
                            exited.errors().contains("unrecognized service")
                                    ? Activity.MISSING
                                    : Activity.UNKNOWN;
                };
        return new UnitState(activity, "service: " + exited.summary(), null);
    }

    private static UnitState cluster(Exited exited) {
        String said = exited.output() + exited.errors();
        Matcher pid = CLUSTER_PID.matcher(exited.output());
        return switch (exited.code()) {
            case 0 ->
                    new UnitState(Activity.ACTIVE, "online", pid.find() ? pid(pid.group(1)) : null);
            case 3 -> new UnitState(Activity.INACTIVE, "no server running", null);
            default ->
                    said.contains("does not exist")
                            ? new UnitState(Activity.MISSING, exited.summary(), null)
                            : unknown("pg_ctlcluster: " + exited.summary());
        };
    }

    private static @Nullable Long pid(@Nullable String text) {
        return text == null || text.equals("0") || !text.matches("\\d{1,10}")
                ? null
                : Long.valueOf(text);
    }
}
