package io.caretaker.cli.config;

import io.caretaker.core.health.EngineKind;
import io.caretaker.core.inventory.ServiceId;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The environment variables that describe one database (`DB_HOST` and its kin), kept from earlier
/// tools, which knew PostgreSQL only. Without a configuration file they declare a host and a
/// service as a file would; with one they are not used. For one use; not thread-safe.
final class TargetVariables {
    private static final String HOST = DatabaseVariables.HOST;
    private static final String PASSWORD = DatabaseVariables.PASSWORD;
    private static final double WARNING_SHARE_CONNECTIONS = 0.6;
    private static final double WARNING_SHARE_LOCKS = 0.5;
    private static final int MOST_SECONDS_BETWEEN = 86_400;
    private static final int MOST_SECONDS = 600;
    private static final int MOST = 1_000_000;
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9.])?");

    private static final Map<String, String> TLS =
            Map.of("disable", "off", "require", "require", "verify-full", "verify");

    private static final Map<String, String> LEVELS =
            Map.of(
                    "DEBUG",
                    "debug",
                    "INFO",
                    "info",
                    "WARNING",
                    "warn",
                    "WARN",
                    "warn",
                    "ERROR",
                    "error",
                    "CRITICAL",
                    "error",
                    "TRACE",
                    "trace");

    private final Tree tree;
    private final DatabaseVariables variables;
    private final List<ConfigurationProblem> problems;
    private final int problemsBefore;

    TargetVariables(Tree tree, DatabaseVariables variables, List<ConfigurationProblem> problems) {
        this.tree = tree;
        this.variables = variables;
        this.problems = problems;
        this.problemsBefore = problems.size();
    }

    /// The variables that are set although there is a configuration file, or no database to go with
    /// them, as a sentence; null when there is nothing to say.
    @Nullable String ignored(boolean withFile) {
        List<String> set = variables.given();
        boolean about = withFile ? set.contains(HOST) : !set.isEmpty() && !set.contains(HOST);
        if (!about) {
            return null;
        }
        return String.join(", ", set)
                + (set.size() == 1 ? " is" : " are")
                + (withFile
                        ? " not used, because there is a configuration file"
                        : " not used, because DB_HOST is not set");
    }

    /// Declares the database; its service's id, or null when `DB_HOST` is not set or problems were
    /// noted.
    @Nullable ServiceId declare() {
        String given = value(HOST);
        if (given == null) {
            return null;
        }
        String host = host(given.strip());
        EngineKind engine = variables.engine();
        int port = variables.port(engine);
        String tls = tls();
        Map<String, @Nullable Object> monitoring = new LinkedHashMap<>();
        monitoring.put("method", "database");
        monitoring.put(
                "interval_sec", variables.whole("DB_MONITOR_INTERVAL", 1, MOST_SECONDS_BETWEEN));
        monitoring.put("timeout_sec", variables.whole("DB_MONITOR_TIMEOUT", 1, MOST_SECONDS));
        Map<String, @Nullable Object> thresholds = new LinkedHashMap<>();
        thresholds.put(
                "total_connections",
                threshold("DB_MONITOR_MAX_CONNECTIONS", WARNING_SHARE_CONNECTIONS));
        thresholds.put("total_locks", threshold("DB_MONITOR_MAX_LOCKS", WARNING_SHARE_LOCKS));
        settings();
        if (problems.size() > problemsBefore) {
            return null;
        }
        String plain = plain(host);
        String hostId = "host_" + plain;
        String id = "svc_" + plain + "_" + engine.label() + "_" + port;
        put("hosts", host(hostId, host));
        Map<String, @Nullable Object> service = new LinkedHashMap<>();
        service.put("service_id", id);
        service.put("host_id", hostId);
        service.put("service_type", engine.label());
        service.put("display_name", label(host, port));
        service.put("monitoring", monitoring);
        service.put("check", check(host, port, tls));
        service.put("care", one("thresholds", thresholds));
        put("services", service);
        return new ServiceId(id);
    }

    private void put(String key, Map<String, @Nullable Object> entry) {
        List<@Nullable Object> entries = new ArrayList<>();
        entries.add(entry);
        tree.override(key, entries, place(HOST));
        tree.note(key + "[0]", place(HOST));
    }

    private static Map<String, @Nullable Object> one(String key, Object value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    private static Map<String, @Nullable Object> host(String id, String address) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("host_id", id);
        entry.put("hostname", address);
        entry.put("ip_address", address);
        entry.put("environment", "production");
        entry.put("region", "local");
        return entry;
    }

    private String label(String host, int port) {
        String name = value("DB_NAME");
        return name == null ? host + ":" + port : name.strip();
    }

    /// No tunnel: the variables describe no way into the host but the database's own port.
    private Map<String, @Nullable Object> check(String host, int port, @Nullable String tls) {
        Map<String, @Nullable Object> check = new LinkedHashMap<>();
        check.put("host", host);
        check.put("port", port);
        check.put("tunnel", "never");
        putIfSet(check, "database", value("DB_NAME"));
        putIfSet(check, "user", value("DB_USER"));
        putIfSet(check, "tls", tls);
        if (value(PASSWORD) != null) {
            check.put("password", one("env", PASSWORD));
        }
        return check;
    }

    private static void putIfSet(
            Map<String, @Nullable Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value.strip());
        }
    }

    private String host(String given) {
        String plain =
                given.startsWith("[") && given.endsWith("]")
                        ? given.substring(1, given.length() - 1)
                        : given;
        if (given.startsWith("/") || given.startsWith("@")) {
            variables.problem(
                    HOST,
                    "is a Unix socket, but caretaker connects by TCP",
                    "set it to a name or address such as 127.0.0.1");
        } else if (!NAME.matcher(plain).matches() && !literal(plain)) {
            variables.problem(
                    HOST,
                    "must be a host name or an IP address and nothing else",
                    "the port goes to DB_PORT, the database to DB_NAME, the user to DB_USER");
        }
        return plain;
    }

    private static boolean literal(String address) {
        try {
            return InetAddress.ofLiteral(address) != null;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private @Nullable String tls() {
        String given = value("DB_SSLMODE");
        if (given == null) {
            return null;
        }
        String mode = TLS.get(given.strip().toLowerCase(Locale.ROOT));
        if (mode == null) {
            variables.problem(
                    "DB_SSLMODE",
                    "must be disable, require or verify-full, but is '" + given + "'",
                    "without it TLS is verified, except on this machine");
        }
        return mode;
    }

    private Map<String, @Nullable Object> threshold(String name, double warningShare) {
        int critical = variables.whole(name, 1, MOST);
        Map<String, @Nullable Object> threshold = new LinkedHashMap<>();
        threshold.put("warning", BigDecimal.valueOf(Math.ceil(critical * warningShare)));
        threshold.put("critical", critical);
        return threshold;
    }

    /// Lays what they say of the program itself under the variables of caretaker's own.
    private void settings() {
        String level = value("DB_MONITOR_LOG_LEVEL");
        if (level != null) {
            String word = LEVELS.get(level.strip().toUpperCase(Locale.ROOT));
            if (word == null) {
                variables.problem(
                        "DB_MONITOR_LOG_LEVEL",
                        "must be DEBUG, INFO, WARNING, ERROR or CRITICAL, but is '" + level + "'",
                        "");
            }
            tree.override("logging.level", word, place("DB_MONITOR_LOG_LEVEL"));
        }
        override("DB_MONITOR_LOG_FILE", "logging.file");
        override("DB_MONITOR_PID_FILE", "pid_file");
    }

    private void override(String name, String path) {
        String value = value(name);
        String top = path.replaceFirst("\\..*", "");
        boolean known = ConfigSchema.SETTINGS.stream().anyMatch(each -> each.key().equals(top));
        if (value != null && known) {
            tree.override(path, value, place(name));
        }
    }

    private @Nullable String value(String name) {
        return variables.value(name);
    }

    private Place place(String name) {
        return variables.place(name);
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
    }
}
