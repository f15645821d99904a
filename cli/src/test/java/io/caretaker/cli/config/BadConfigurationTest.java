package io.caretaker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BadConfigurationTest {
    private static final String HOST =
            "hosts:\n- {host_id: h, ip_address: 10.0.0.1, environment: e, region: r}\n";

    @TempDir private Path directory;

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of("a: [1", "1:6: expected ',' or ']'"),
                Arguments.of("a: 'x", "1:6: found unexpected end of stream"),
                Arguments.of("logging:\n\tlevel: info\n", "2:1: found character '\\t(TAB)'"),
                Arguments.of("- 1\n- 2\n", "1:1: must be keys and values"),
                Arguments.of("just text", "1:1: must be keys and values"),
                Arguments.of("a: b: c\n", "1:5: mapping values are not allowed here"),
                Arguments.of("node: x\n---\nnode: y\n", "2:1: but found another document"),
                Arguments.of(
                        "node: a\nnode: b\n",
                        "2:1: duplicate key 'node' (it stands in line 1 already)"),
                Arguments.of(
                        "logging:\n  level: info\n  level: warn\n", "3:3: duplicate key 'level'"),
                Arguments.of(
                        "loging: {}\n",
                        "1:1: loging: unknown key 'loging' (did you mean 'logging'?)"),
                Arguments.of(
                        "logging: {levle: info}\n", "1:11: logging.levle: unknown key 'levle'"),
                Arguments.of("backups: {}\n", "1:1: backups: unknown key 'backups'"),
                Arguments.of(
                        "logging: 5\n", "1:10: logging: must be an object, but is a number (5)"),
                Arguments.of(
                        "logging:\n  level: loud\n",
                        "2:10: logging.level: must be one of error, warn,"),
                Arguments.of("node: !!binary aGk=\n", "1:7: the tag"),
                Arguments.of("node: !mine x\n", "1:7: the tag !mine is not supported"),
                Arguments.of("? [a]\n: b\n", "1:3: a key must be text"),
                Arguments.of("node: *nowhere\n", "1:7: found undefined alias nowhere"),
                Arguments.of(
                        "history: {retention_days: 0}\n",
                        "1:27: history.retention_days: must be at least 1"),
                Arguments.of(
                        "history:\n  retention_days: 1.5\n",
                        "2:19: history.retention_days: must be a whole number"),
                Arguments.of(
                        "limits:\n  concurrent_checks: many\n",
                        "2:22: limits.concurrent_checks: must be a whole"),
                Arguments.of(
                        "discovery:\n  enabled: yes\n",
                        "2:12: discovery.enabled: must be true or false, but is text"),
                Arguments.of(
                        "discovery: {interval_sec: 0}\n",
                        "1:27: discovery.interval_sec: must be at least 1 s"),
                Arguments.of(
                        "discovery: {host_limits: {disk_critical: 101}}\n",
                        "1:42: discovery.host_limits.disk_critical:"),
                Arguments.of(
                        "defaults: {care: {thresholds: {blocked_loks: {warning: 2}}}}\n",
                        "1:32: defaults.care.thresholds.blocked_loks: there is no metric of this"
                                + " name (did you mean 'blocked_locks'?)"),
                Arguments.of(
                        HOST
                                + "services:\n- {service_id: s, host_id: h, service_type: postgresql,"
                                + " care: {thresholds: {nonsense: {}}}}\n",
                        "services[0].care.thresholds.nonsense: there is no metric of this name"
                                + " (docs/reference/metrics.md"),
                Arguments.of("state: ''\n", "1:1: state: must not be blank"),
                Arguments.of("state: [x]\n", "1:1: state: must be text, but is a list"),
                Arguments.of(
                        "defaults:\n  monitoring:\n    interval_sec: 0\n",
                        "3:19: defaults.monitoring.interval_sec: monitoring.interval_sec must be 1 to 86400 s"),
                Arguments.of(
                        "defaults: {monitoring: {method: tcp}}\n",
                        "1:25: defaults.monitoring.method: unknown key"),
                Arguments.of(
                        "recovery: {veto_command: 'a \"b'}\n",
                        "1:26: recovery.veto_command: has a quote"),
                Arguments.of("hosts: {}\n", "1:1: hosts: must be a list, but is an object"),
                Arguments.of(
                        "hosts:\n- 5\n", "2:3: hosts[0]: must be an object, but is a number (5)"),
                Arguments.of("hosts:\n- {host_id: h}\n", "2:3: hosts[0]: 'ip_address' is missing"),
                Arguments.of(
                        HOST + HOST.substring(7),
                        "3:13: hosts[1].host_id: 'h' is declared already"),
                Arguments.of(
                        HOST.replace("host_id: h", "host_id: h, origin: managed"),
                        "2:24: hosts[0].origin: is not written here"),
                Arguments.of(
                        HOST + "services:\n- {service_id: s, host_id: h}\n",
                        "4:3: services[0].monitoring: 'method' is missing"),
                Arguments.of(
                        HOST + service("a", "b"),
                        "4:18: services[0].dependencies[0]: service 'b' is not declared under services"),
                Arguments.of(
                        HOST + service("a", "a"),
                        "4:3: services[0].dependencies: form a circle: a → a"),
                Arguments.of(
                        HOST
                                + service("a", "b")
                                + service("b", "c").substring(10)
                                + service("c", "a").substring(10),
                        "dependencies: form a circle: a → b → c → a"),
                Arguments.of(
                        "environments:\n- {env_name: e}\n- {env_name: e}\n",
                        "3:14: environments[1].env_name: 'e' is declared already"));
    }

    private static String service(String id, String needed) {
        return "services:\n- dependencies: ["
                + needed
                + "]\n  service_id: "
                + id
                + "\n  host_id: h\n  monitoring: {method: ssh}\n";
    }

    @ParameterizedTest
    @MethodSource("bad")
    void says_where_and_what(String yaml, String expected) throws IOException {
        String at = Character.isDigit(expected.charAt(0)) ? "work/caretaker.yaml:" : "";
        assertThat(new Machine(directory).problems(yaml))
                .anySatisfy(line -> assertThat(line).contains(at + expected));
    }

    @Test
    void says_everything_at_once_in_the_order_of_lines() throws IOException {
        var machine = new Machine(directory);
        machine.write("work/.env", "OK=1\nnot a line\nX='open\nDEFAULT_CHECK_INTERVAL=soon\n");
        machine.environment.put("HISTORY_RETENTION_DAYS", "-1");
        machine.options.put("--log-level", "loud");
        assertThat(machine.problems("nod: x\nnode: a\nnode: b\nstate: [1]\n"))
                .hasSize(8)
                .anyMatch(line -> line.startsWith("environment HISTORY_RETENTION_DAYS: "))
                .anyMatch(line -> line.startsWith("option --log-level: logging.level: must be one"))
                .anyMatch(line -> line.startsWith("work/.env:2: is not NAME=value"))
                .anyMatch(line -> line.startsWith("work/.env:3: X has a quote without its end"))
                .anyMatch(
                        line -> line.startsWith("work/.env:4: defaults.monitoring.interval_sec: "))
                .containsSubsequence(
                        "work/caretaker.yaml:1:1: nod: unknown key 'nod' (did you mean 'node'?)",
                        "work/caretaker.yaml:3:1: duplicate key 'node' (it stands in line 2 already)",
                        "work/caretaker.yaml:4:1: state: must be text, but is a list");
    }

    @Test
    void refuses_what_is_no_readable_text() throws IOException {
        var machine = new Machine(directory);
        Path file = machine.write("work/caretaker.yaml", "");
        Files.write(file, new byte[] {'a', ':', ' ', '\n', 'b', (byte) 0xC3, '('});
        assertThat(machine.problems())
                .containsExactly(
                        "work/caretaker.yaml:2:2: is not UTF-8 text (save the file in UTF-8)");
        Files.write(file, new byte[TextFile.LARGEST + 1]);
        assertThat(machine.problems()).containsExactly("work/caretaker.yaml: is larger than 8 MiB");
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(machine.problems())
                .containsExactly("work/caretaker.yaml: is a directory, not a file");
        machine.config = Path.of("missing.yaml");
        assertThat(machine.problems()).containsExactly("work/missing.yaml: does not exist");
    }

    @Test
    void survives_bombs() throws IOException {
        var bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            bomb.append(c).append(": &").append(c).append(" [");
            bomb.append(("*" + (char) (c - 1) + ",").repeat(9)).append("]\n");
        }
        assertThat(new Machine(directory).problems(bomb.toString()))
                .anyMatch(line ->
                        line.contains("is too large when its aliases are resolved")
                                || line.contains("aliases"));
        assertThat(new Machine(directory).problems("a: " + "[".repeat(100_000)))
                .hasSizeLessThan(5)
                .isNotEmpty();
        assertThat(new Machine(directory).problems("a: &a {b: *a}\n")).isNotEmpty();
        assertThat(new Machine(directory).problems("a: \0\n")).isNotEmpty();
    }

    @Test
    void takes_a_file_without_contents_or_with_a_byte_order_mark() throws IOException {
        var machine = new Machine(directory);
        assertThat(machine.problems("")).isEmpty();
        assertThat(machine.problems("# nothing\n")).isEmpty();
        assertThat(machine.problems("---\n")).isEmpty();
        Files.write(
                directory.resolve("work/caretaker.yaml"),
                "\uFEFFnode: x\n".getBytes(StandardCharsets.UTF_8));
        assertThat(machine.settings().node()).isEqualTo("x");
    }
}
