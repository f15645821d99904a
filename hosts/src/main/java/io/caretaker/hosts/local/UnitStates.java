package io.caretaker.hosts.local;

import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState;
import io.caretaker.core.host.UnitState.Activity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what service managers answer to [ServiceCommands#state]. Pure.
///
/// Source: systemd's org.freedesktop.systemd1(5), "ActiveState"; LSB core, "Init Script Actions"
/// (exit codes of status); pg_ctl(1): 3 not running, 4 no accessible data directory.
public final class UnitStates {
    static final List<String> PROPERTIES =
            List.of("Id", "LoadState", "ActiveState", "SubState", "Result", "NRestarts", "MainPID");

    /// A unit that systemd has started so often and that is down again does not come up by itself.
    private static final int LOOPING = 3;

    private static final Pattern CLUSTER_PID = Pattern.compile("PID: (\\d+)");

    private UnitStates() {}

    public static UnitState read(ServiceControl control, CommandResult result) {
        if (!(result instanceof Exited exited)) {
            return unknown(result.summary());
        }
        return switch (control) {
            case ServiceControl.Systemd _ -> systemd(exited);
            case ServiceControl.SysV _ -> script(exited);
            case ServiceControl.OpenRc _ -> openRc(exited);
            case ServiceControl.PgCluster _ -> cluster(exited);
            case ServiceControl.Commands _, ServiceControl.None _ ->
                    unknown("no service manager is known for it");
        };
    }

    public static UnitState unknown(String reason) {
        return new UnitState(Activity.UNKNOWN, reason, null);
    }

    private static UnitState systemd(Exited exited) {
        List<Map<String, String>> units =
                Stream.of(exited.output().split("\n\n+", -1))
                        .map(UnitStates::properties)
                        .filter(properties -> !properties.getOrDefault("ActiveState", "").isEmpty())
                        .toList();
        if (!exited.ok() || units.isEmpty()) {
            return unknown("systemctl: " + exited.summary());
        }
        // What stands after the unit itself are the instances under an umbrella: the worst counts.
        return units.stream()
                .skip(units.size() > 1 ? 1 : 0)
                .map(properties -> unit(properties, units.size() > 1))
                .max(Comparator.comparingInt(UnitStates::badness))
                .orElseThrow();
    }

    private static Map<String, String> properties(String block) {
        return block.lines()
                .filter(line -> line.contains("="))
                .collect(
                        Collectors.toMap(
                                line -> line.substring(0, line.indexOf('=')),
                                line -> line.substring(line.indexOf('=') + 1),
                                (one, _) -> one));
    }

    private static int badness(UnitState state) {
        return switch (state.activity()) {
            case ACTIVE -> 0;
            case STARTING -> 1;
            case STOPPING -> 2;
            case UNKNOWN -> 3;
            case MISSING, INACTIVE -> 4;
            case FAILED -> 5;
        };
    }

    private static UnitState unit(Map<String, String> properties, boolean named) {
        String active = properties.getOrDefault("ActiveState", "");
        String said = detail(active, properties);
        return new UnitState(
                looping(properties)
                        ? Activity.FAILED
                        : activity(active, properties.getOrDefault("LoadState", "")),
                named ? said + ": " + properties.getOrDefault("Id", "?") : said,
                pid(properties.get("MainPID")));
    }

    /// Between two attempts systemd calls a unit activating.
    private static boolean looping(Map<String, String> properties) {
        return properties.getOrDefault("SubState", "").startsWith("auto-restart")
                && restarts(properties) >= LOOPING;
    }

    private static int restarts(Map<String, String> properties) {
        String count = properties.getOrDefault("NRestarts", "");
        return count.matches("\\d{1,9}") ? Integer.parseInt(count) : 0;
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
        String load = properties.getOrDefault("LoadState", "");
        if (load.equals("not-found")) {
            return "no such unit";
        }
        String result = properties.getOrDefault("Result", "");
        String said =
                result.isEmpty() || result.equals("success")
                        ? active + " (" + properties.getOrDefault("SubState", "?") + ")"
                        : active + " (Result: " + result + ")";
        return load.equals("masked")
                ? said + ", masked: it cannot be started"
                : looping(properties)
                        ? said + ", restarted " + restarts(properties) + " times in vain"
                        : load.equals("loaded") || load.isEmpty() ? said : said + ", " + load;
    }

    /// Source: rc-service(8), supervise-daemon and openrc-run's `status`: 0 started, 3 stopped, 4
    /// stopping, 8 starting, 16 inactive, 32 crashed.
    private static UnitState openRc(Exited exited) {
        String said = exited.output() + exited.errors();
        Activity activity =
                switch (exited.code()) {
                    case 0 -> Activity.ACTIVE;
                    case 3, 16 -> Activity.INACTIVE;
                    case 4 -> Activity.STOPPING;
                    case 8 -> Activity.STARTING;
                    case 32 -> Activity.FAILED;
                    default ->
                            said.contains("does not exist") ? Activity.MISSING : Activity.UNKNOWN;
                };
        return new UnitState(activity, "rc-service: " + exited.summary(), null);
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
