package io.caretaker.cli.config;

import io.caretaker.core.health.EngineKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the environment variables `DB_HOST` and its kin, from the environment or from `.env`, with
/// what they mean when they are absent. For one use; not thread-safe.
final class DatabaseVariables {
    static final String HOST = "DB_HOST";
    static final String PORT = "DB_PORT";
    static final String PASSWORD = "DB_PASSWORD";
    private static final String ENGINE = "DB_ENGINE";

    /// Names that others give to engines.
    private static final Map<String, EngineKind> ALSO =
            Map.of(
                    "postgres",
                    EngineKind.POSTGRESQL,
                    "pgsql",
                    EngineKind.POSTGRESQL,
                    "mongo",
                    EngineKind.MONGODB);

    /// All names with what they mean when they are absent; null for nothing. That of the port is
    /// the engine's.
    private static final Map<String, @Nullable String> DEFAULTS = defaults();

    private final Surroundings surroundings;
    private final DotEnv dotEnv;
    private final List<ConfigurationProblem> problems;

    DatabaseVariables(
            Surroundings surroundings, DotEnv dotEnv, List<ConfigurationProblem> problems) {
        this.surroundings = surroundings;
        this.dotEnv = dotEnv;
        this.problems = problems;
    }

    private static Map<String, @Nullable String> defaults() {
        var all = new LinkedHashMap<String, @Nullable String>();
        all.put(HOST, null);
        all.put(ENGINE, EngineKind.POSTGRESQL.label());
        all.put(PORT, null);
        all.put("DB_NAME", null);
        all.put("DB_USER", null);
        all.put(PASSWORD, null);
        all.put("DB_SSLMODE", null);
        all.put("DB_MONITOR_INTERVAL", "300");
        all.put("DB_MONITOR_TIMEOUT", "30");
        all.put("DB_MONITOR_MAX_CONNECTIONS", "50");
        all.put("DB_MONITOR_MAX_LOCKS", "100");
        all.put("DB_MONITOR_LOG_LEVEL", "INFO");
        all.put("DB_MONITOR_LOG_FILE", null);
        all.put("DB_MONITOR_PID_FILE", null);
        return all;
    }

    /// The names of those that are set, in their order.
    List<String> given() {
        return DEFAULTS.keySet().stream().filter(each -> value(each) != null).toList();
    }

    /// What is set; null when nothing is.
    @Nullable String value(String name) {
        String value = surroundings.variable(name);
        return value == null ? dotEnv.value(name) : value;
    }

    Place place(String name) {
        return surroundings.variable(name) == null ? dotEnv.place(name) : Place.environment(name);
    }

    /// The engine; PostgreSQL when none is named, and when what is named was noted as a problem.
    EngineKind engine() {
        EngineKind kind = kind(value(ENGINE));
        if (kind == null) {
            problem(
                    ENGINE,
                    "must be postgresql, mysql, mariadb or mongodb, but is '" + value(ENGINE) + "'",
                    "");
            return EngineKind.POSTGRESQL;
        }
        return kind;
    }

    /// Frameworks have their own word before it: `django.db.backends.mysql`.
    private static @Nullable EngineKind kind(@Nullable String given) {
        if (given == null) {
            return EngineKind.POSTGRESQL;
        }
        String word = given.strip().toLowerCase(Locale.ROOT).replaceFirst("^.*\\.", "");
        for (EngineKind kind : EngineKind.values()) {
            if (kind.label().equals(word)) {
                return kind;
            }
        }
        return ALSO.get(word);
    }

    /// A port; the engine's usual one when none is set.
    int port(EngineKind engine) {
        return whole(PORT, Integer.toString(engine.defaultPort()), 1, 65_535);
    }

    /// A whole number; the least when what is set is none and was noted as a problem.
    int whole(String name, int least, int most) {
        return whole(name, String.valueOf(DEFAULTS.get(name)), least, most);
    }

    private int whole(String name, String byDefault, int least, int most) {
        String value = value(name);
        String text = value == null ? byDefault : value.strip();
        if (text.matches("[0-9]{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        problem(
                name,
                "must be a whole number from " + least + " to " + most + ", but is '" + text + "'",
                "");
        return least;
    }

    /// What is in force, for people; a password is never among it.
    List<InForce> inForce() {
        var all = new ArrayList<InForce>();
        for (String name : DEFAULTS.keySet()) {
            String value = value(name);
            boolean secret = name.equals(PASSWORD) && value != null;
            all.add(
                    new InForce(
                            name,
                            secret ? InForce.MASK : value == null ? byDefault(name) : value,
                            value == null ? Place.DEFAULT : place(name)));
        }
        return all;
    }

    private @Nullable String byDefault(String name) {
        EngineKind engine = kind(value(ENGINE));
        return name.equals(PORT) && engine != null
                ? Integer.toString(engine.defaultPort())
                : DEFAULTS.get(name);
    }

    void problem(String name, String message, String hint) {
        Place at =
                surroundings.variable(name) == null
                        ? dotEnv.place(name)
                        : new Place("environment", 0, 0);
        problems.add(ConfigurationProblem.at(at, name + " " + message, hint));
    }
}
