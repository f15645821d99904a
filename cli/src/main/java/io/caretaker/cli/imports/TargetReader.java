package io.caretaker.cli.imports;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.document.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands the entries of `targets` one by one. Not thread-safe.
///
/// Keys that nobody knows are left alone and counted. Entries that are wrong are problems, all of
/// their fields at once.
final class TargetReader {
    private static final List<String> METHODS = List.of("ssh", "http", "tcp", "database");
    private static final List<String> ACTIONS = List.of("restart", "reload", "stop", "start");
    private static final Pattern UNIT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9:_.@\\\\-]{0,254}");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern IPV4 =
            Pattern.compile(
                    "(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9_.-]+)?");
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\\.?");
    private static final Set<String> IDENTITY = Set.of("host", "service");
    private static final int LONGEST = 253;
    private static final int MOST_IGNORED = 20;

    private final Set<String> ignored = new TreeSet<>();
    private final List<ImportProblem> problems = new ArrayList<>();

    /// The keys that were left alone.
    Set<String> ignored() {
        return Collections.unmodifiableSet(ignored);
    }

    List<ImportProblem> problems() {
        return List.copyOf(problems);
    }

    /// Notes that an entry as a whole is wrong.
    void refuse(int index, String field, String message) {
        problems.add(new ImportProblem(index, field, message));
    }

    /// Understands an item of `targets`, or notes what is wrong with it.
    ///
    /// @return also what is wrong in other fields, as long as host and service are known; else null
    @Nullable Target read(JsonItem item, int index) {
        if (item.twice() != null) {
            refuse(index, item.twice(), "stands there twice");
            return null;
        }
        if (!(item.value() instanceof Map<?, ?> map)) {
            refuse(index, "", "must be an object");
            return null;
        }
        var entry = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> entry.put(String.valueOf(key), value));
        Fields fields = Fields.strict(entry);
        Target target = target(index, fields);
        return identified(index, fields.problems()) ? target : null;
    }

    private boolean identified(int index, List<FieldProblem> found) {
        boolean identified = true;
        for (FieldProblem problem : found) {
            if (problem.aboutKey()) {
                if (ignored.size() < MOST_IGNORED) {
                    ignored.add(shown(problem.path()));
                }
            } else {
                String field = field(problem);
                identified &= !IDENTITY.contains(field);
                refuse(index, field, message(problem));
            }
        }
        return identified;
    }

    /// A missing field is a problem of its object; here it is one of the field.
    private static String field(FieldProblem problem) {
        String message = problem.message();
        boolean missing = message.startsWith("'") && message.endsWith("' is missing");
        String key = missing ? message.substring(1, message.indexOf('\'', 1)) : "";
        return missing ? Fields.child(problem.path(), key) : problem.path();
    }

    private static String message(FieldProblem problem) {
        String message =
                problem.message().endsWith("' is missing") ? "is missing" : problem.message();
        return problem.hint().isEmpty() ? message : message + " (" + problem.hint() + ")";
    }

    private static Target target(int index, Fields fields) {
        Fields ssh = fields.object("ssh");
        String method = fields.oneOf("method", METHODS);
        return new Target(
                index,
                line(fields, "name", fields.optionalText("name")),
                host(fields),
                unit(fields),
                method == null ? "ssh" : method,
                interval(fields),
                bool(fields, "use_sudo"),
                bool(fields, "recover_on_down"),
                fields.oneOf("recover_action", ACTIONS),
                line(ssh, "user", ssh.optionalText("user")),
                port(ssh, "port"),
                line(ssh, "key_path", ssh.optionalText("key_path")),
                port(fields, "port"),
                line(fields, "url", fields.optionalText("url")));
    }

    private static String host(Fields fields) {
        String host = strict(fields, "host").strip();
        boolean good =
                NUMBERS.matcher(host).matches()
                        ? IPV4.matcher(host).matches()
                        : IPV6.matcher(host).matches() || NAME.matcher(host).matches();
        if (!host.isEmpty() && (!good || host.length() > LONGEST)) {
            fields.problem(
                    "host", "must be an IPv4 or IPv6 address or a name, but is " + shown(host), "");
        }
        return host;
    }

    private static String unit(Fields fields) {
        String unit = strict(fields, "service");
        if (!unit.isEmpty() && !UNIT.matcher(unit).matches()) {
            fields.problem(
                    "service",
                    "must be the name of a unit such as mysql.service, but is " + shown(unit),
                    "");
        }
        return unit;
    }

    /// A text that must be there and say something; a number is none.
    private static String strict(Fields fields, String key) {
        if (fields.has(key) && !fields.isText(key)) {
            fields.problem(key, "must be text", "");
            return "";
        }
        String text = fields.text(key);
        if (fields.has(key) && text.isBlank()) {
            fields.problem(key, "must not be blank", "");
            return "";
        }
        return text;
    }

    private static @Nullable String line(Fields fields, String key, @Nullable String text) {
        if (text != null
                && (text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl))) {
            fields.problem(key, "must be one line of at most " + LONGEST + " characters", "");
        }
        return text;
    }

    private static @Nullable Boolean bool(Fields fields, String key) {
        boolean value = fields.bool(key, false);
        return fields.has(key) ? value : null;
    }

    private static @Nullable Integer port(Fields fields, String key) {
        Integer port = fields.optionalInteger(key);
        if (port != null && (port < 1 || port > 65535)) {
            fields.problem(key, "must be 1 to 65535, but is " + port, "");
        }
        return port;
    }

    private static @Nullable Duration interval(Fields fields) {
        Duration interval = fields.optionalSeconds("interval_sec");
        if (interval != null
                && (interval.compareTo(Duration.ofSeconds(1)) < 0
                        || interval.compareTo(Duration.ofDays(1)) > 0)) {
            fields.problem("interval_sec", "must be 1 to 86400", "");
        }
        return interval;
    }

    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return "'" + (plain.length() > 60 ? plain.substring(0, 60) + "…" : plain) + "'";
    }
}
