package io.caretaker.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.inventory.Origin;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldProblemsTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    monitoring.interval_sec | abc | monitoring.interval_sec: must be a number of seconds, but is text
                    monitoring.interval_sec | 0 | monitoring.interval_sec: monitoring.interval_sec must be 1 to 86400 s, but is 0
                    monitoring.timeout_sec | 601 | monitoring.timeout_sec: monitoring.timeout_sec must be 0.001 to 600 s, but is 601
                    monitoring.retry_attempts | 1.5 | monitoring.retry_attempts: must be a whole number, but is a number (1.5)
                    monitoring.retry_delay_sec | -1 | monitoring.retry_delay_sec: monitoring.retry_delay_sec must be 0 to 3600 s, but is -1
                    monitoring.enabled | yes | monitoring.enabled: must be true or false, but is text
                    monitoring.intervall_sec | 5 | monitoring.intervall_sec: unknown key 'intervall_sec' (did you mean 'interval_sec'?)
                    monitoring.method | htpp | monitoring.method: must be one of ssh, http, tcp, database, custom, process, host, but is 'htpp' (did you mean 'http'?)
                    monitoring | 5 | monitoring: must be an object, but is a number (5)
                    recovery.recover_action | reboot | recovery.recover_action: must be one of restart, reload, stop, start, custom_script, but is 'reboot'
                    recovery.recover_action | custom_script | recovery: 'custom_script' is missing, and recover_action is custom_script (give the program and its arguments as a list)
                    recovery.custom_script | a 'b | recovery.custom_script: has a quote ' without its end
                    recovery.max_recovery_attempts | 0 | recovery.max_recovery_attempts: recovery.max_recovery_attempts must be 1 to 100, but is 0
                    recovery.recovery_cooldown_sec | -1 | recovery: recovery times must not be negative
                    recovery.max_restarts | 0 | recovery.max_restarts: recovery.max_restarts must be at least 1, but is 0
                    alerting.severity | loud | alerting.severity: must be one of low, medium, high, critical, but is 'loud'
                    alerting.mute_until | tomorrow | alerting.mute_until: must be a date such as 2026-01-31T10:30:00Z, but is text
                    alerting.channels | slack | alerting.channels: must be a list, but is text
                    service_id | a b | service_id: service_id must be 1 to 128 letters, digits, '_', '-', '.', ':' or '@', starting with a letter or digit, but is 'a b'
                    service_type | / | service_type: service_type must be 1 to 128 letters, digits, '_', '-', '.', ':' or '@', starting with a letter or digit, but is '/'
                    control.launchd | x | control: must have exactly one of systemd, sysv, openrc, pg_ctlcluster and commands (write `control: none` for a service that can only be watched)
                    control | nothing | control: must be one of none, but is 'nothing'
                    check.port | 70000 | check.port: port must be 1 to 65535, but is 70000
                    check.host | '  ' | check.host: must not be blank
                    check.url | x | check.url: unknown key 'url' (known here: host, port, send, expect)
                    health_check.endpoint | nonsense | health_check.endpoint: must be an http:// or https:// URL, tcp://host:port or host:port, but is 'nonsense'
                    health_check.endpoint | http:/x | health_check.endpoint: must be an http:// or https:// URL, tcp://host:port or host:port, but is 'http:/x'
                    health_check.check.kind | odd | health_check.check.kind: must be one of ssh, http, tcp, database, custom, process, host, but is 'odd'
                    tags | x | tags: must be a list, but is text
                    current_status | running | current_status: unknown key 'current_status'
                    """)
    void names_the_field_and_what_is_wrong(String path, String value, String expected) {
        assertThat(problems(with(path, scalar(value)))).anyMatch(line -> line.startsWith(expected));
    }

    @Test
    void tells_all_problems_at_once() {
        var document = with("monitoring.enabled", "x");
        document.put("tagz", List.of());
        document.remove("service_id");
        document.put("logs", List.of(1, List.of()));
        assertThat(problems(document))
                .containsExactlyInAnyOrder(
                        "'service_id' is missing",
                        "monitoring.enabled: must be true or false, but is text",
                        "logs[1]: must be text, but is a list",
                        "tagz: unknown key 'tagz' (did you mean 'tags'?)");
    }

    @Test
    void never_shows_a_secret_that_was_written_where_only_its_place_belongs() {
        var document = with("monitoring.method", "database");
        document.put("check", Map.of("engine", "mysql", "host", "x", "password", "hunter2"));
        assertThat(problems(document))
                .singleElement()
                .asString()
                .startsWith("check.password: a secret must not be written here")
                .doesNotContain("hunter2");
    }

    @Test
    void tells_what_is_wrong_with_an_http_check() {
        var document = with("monitoring.method", "http");
        document.put(
                "check",
                Map.of(
                        "url",
                        "ftp://x/",
                        "method",
                        "PATCH",
                        "statuses",
                        List.of(20, "x"),
                        "certificate_days",
                        -1,
                        "headers",
                        Map.of("X.Y", List.of()),
                        "expect_regex",
                        "(",
                        "expect_text",
                        "x",
                        "expect_json",
                        Map.of("path", "a", "value", true)));
        assertThat(problems(document))
                .containsExactlyInAnyOrder(
                        "check.url: must be an http:// or https:// URL with a host, but is 'ftp://x/'",
                        "check.method: must be one of get, head, post, but is 'PATCH'",
                        "check.statuses[1]: must be a whole number, but is text",
                        "check.statuses: must be 100 to 599, but is 20",
                        "check.certificate_days: must not be negative, but is -1",
                        "check.headers[\"X.Y\"]: must be text, but is a list",
                        "check.expect_regex: is not a regular expression: Unclosed group",
                        "check: has more than one of expect_text, expect_regex and expect_json");
    }

    @Test
    void tells_what_is_wrong_with_a_host_and_an_environment() {
        Fields host =
                Fields.strict(
                        Map.of(
                                "host_id", "h",
                                "ip_address", " ",
                                "environment", "",
                                "region", "r",
                                "status", "retired",
                                "ssh_config", Map.of("port", 0)));
        assertThat(HostDocument.read(host, Origin.DECLARED, NOW)).isEmpty();
        assertThat(host.problems())
                .extracting(FieldProblem::path)
                .containsExactlyInAnyOrder("environment", "status", "ssh_config.port");
        Fields environment =
                Fields.strict(
                        Map.of(
                                "env_name",
                                "prod",
                                "maintenance_window",
                                Map.of(
                                        "day", "caturday",
                                        "start_time", "25:00",
                                        "timezone", "Mars/Olympus")));
        assertThat(EnvironmentDocument.read(environment, Origin.DECLARED, NOW)).isEmpty();
        assertThat(environment.problems())
                .extracting(FieldProblem::line)
                .containsExactlyInAnyOrder(
                        "maintenance_window.day: must be one of monday, tuesday, wednesday, thursday,"
                                + " friday, saturday, sunday, but is 'caturday' (did you mean 'saturday'?)",
                        "maintenance_window.start_time: must be a time of day such as 02:30, but is '25:00'",
                        "maintenance_window: 'end_time' is missing",
                        "maintenance_window.timezone: must be a time zone such as Europe/Berlin, but is 'Mars/Olympus'");
    }

    private static List<String> problems(Map<String, @Nullable Object> document) {
        Fields fields = Fields.strict(document);
        ServiceDocument.read(fields, ServiceDefaults.stored(NOW));
        return fields.problems().stream().map(FieldProblem::line).toList();
    }

    private static Object scalar(String value) {
        return value.matches("-?[0-9]+")
                ? (Object) Integer.valueOf(value)
                : value.matches("-?[0-9]+\\.[0-9]+") ? Double.valueOf(value) : value;
    }

    /// A tcp service that is valid but for one field.
    private static Map<String, @Nullable Object> with(String path, Object value) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", "svc");
        document.put("host_id", "h");
        document.put("environment", "dev");
        document.put("region", "eu");
        document.put("monitoring", new LinkedHashMap<>(Map.of("method", "tcp")));
        document.put("check", new LinkedHashMap<>(Map.of("host", "localhost", "port", 1)));
        Map<String, @Nullable Object> at = document;
        String[] keys = path.split("\\.", -1);
        for (int i = 0; i < keys.length - 1; i++) {
            at = below(at, keys[i]);
        }
        at.put(keys[keys.length - 1], value);
        return document;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> below(
            Map<String, @Nullable Object> at, String key) {
        Object found = at.computeIfAbsent(key, _ -> new LinkedHashMap<String, @Nullable Object>());
        return (Map<String, @Nullable Object>) java.util.Objects.requireNonNull(found);
    }
}
