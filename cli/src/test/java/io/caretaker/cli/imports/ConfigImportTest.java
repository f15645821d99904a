package io.caretaker.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.document.ServiceDefaults;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigImportTest {
    private static final Instant NOW = Instant.parse("2026-01-31T10:30:00Z");
    private static final String WHOLE =
            """
            {"targets": [
              {"name": "Orders", "host": "10.1.11.81", "service": "mysql.service", "method": "ssh",
               "interval_sec": 45, "use_sudo": true, "recover_on_down": true,
               "recover_action": "reload", "ssh": {"user": "ops", "port": 2222}},
              {"host": "10.1.11.81", "service": "nginx.service", "method": "ssh"},
              {"host": "10.1.11.82", "service": "mysql.service", "method": "ssh"}
            ]}
            """;

    @TempDir Path directory;

    private ImportSummary plan(String json, Inventory known) {
        return plan(json.getBytes(StandardCharsets.UTF_8), known);
    }

    private ImportSummary plan(byte[] bytes, Inventory known) {
        try {
            Path file = Files.write(directory.resolve("config.json"), bytes);
            return ConfigImport.plan(
                    file,
                    known,
                    Placement.of("production", "us-east-1"),
                    ServiceDefaults.stored(NOW));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Inventory after(ImportSummary summary) {
        return Inventory.EMPTY.with(summary.additions(), NOW);
    }

    @Test
    void ids_are_made_of_address_unit_and_index_and_one_address_is_one_host() {
        ImportSummary summary = plan(WHOLE, Inventory.EMPTY);

        assertThat(summary.errors()).isEmpty();
        assertThat(summary.hostsAdded()).isEqualTo(2);
        assertThat(summary.servicesAdded()).isEqualTo(3);
        Inventory inventory = after(summary);
        assertThat(inventory.hosts())
                .extracting(host -> host.id().value())
                .containsExactly("host_10_1_11_81_000", "host_10_1_11_82_000");
        assertThat(inventory.services())
                .extracting(service -> service.id().value())
                .containsExactly(
                        "svc_10_1_11_81_mysql_service_000",
                        "svc_10_1_11_81_nginx_service_000",
                        "svc_10_1_11_82_mysql_service_000");
    }

    @Test
    void every_field_of_an_entry_arrives() {
        Inventory inventory = after(plan(WHOLE, Inventory.EMPTY));

        Host host = inventory.hosts().iterator().next();
        assertThat(host.ssh().user()).isEqualTo("ops");
        assertThat(host.ssh().port()).isEqualTo(2222);
        assertThat(host.ssh().useSudo()).isTrue();
        assertThat(host.placement()).isEqualTo(Placement.of("production", "us-east-1"));
        Service service = inventory.services().iterator().next();
        assertThat(service.label()).isEqualTo("Orders");
        assertThat(service.type().name()).isEqualTo("mysql");
        assertThat(service.monitoring().interval()).isEqualTo(Duration.ofSeconds(45));
        assertThat(service.recovery().recoverOnDown()).isTrue();
        assertThat(service.recovery().action().word()).isEqualTo("reload");
        assertThat(service.environment()).isEqualTo("production");
    }

    @Test
    void the_second_time_everything_is_kept_wherever_it_stands_in_the_file() {
        Inventory inventory = after(plan(WHOLE, Inventory.EMPTY));
        String turned =
                """
                {"targets": [
                  {"host": "10.1.11.82", "service": "mysql.service", "method": "ssh"},
                  {"host": "10.1.11.83", "service": "mysql.service", "method": "ssh"},
                  {"host": "10.1.11.81", "service": "nginx.service", "method": "ssh"}]}
                """;

        ImportSummary again = plan(WHOLE, inventory);
        ImportSummary other = plan(turned, inventory);

        assertThat(again.additions()).isEmpty();
        assertThat(again.skipped())
                .contains("host_10_1_11_81_000", "svc_10_1_11_81_mysql_service_000")
                .hasSize(5);
        assertThat(other.hostsAdded()).isEqualTo(1);
        assertThat(other.servicesAdded()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"service\":\"a\"} | host | is missing",
                "{\"host\":\"h\"} | service | is missing",
                "{\"host\":5,\"service\":\"a\"} | host | must be text",
                "{\"host\":\"10.1.11.999\",\"service\":\"a\"} | host | IPv4",
                "{\"host\":\"a b\",\"service\":\"a\"} | host | must be an IPv4",
                "{\"host\":\"h\",\"service\":\"a; rm -rf\"} | service | must be the name of a unit",
                "{\"host\":\"h\",\"service\":\"-x\"} | service | must be the name of a unit",
                "{\"host\":\"h\",\"service\":\"a\\u0000\"} | service | must be the name of a unit",
                "{\"host\":\"h\",\"service\":\"a\",\"interval_sec\":\"45\"} | interval_sec | number",
                "{\"host\":\"h\",\"service\":\"a\",\"interval_sec\":0} | interval_sec | 1 to 86400",
                "{\"host\":\"h\",\"service\":\"a\",\"interval_sec\":1e999999999} | interval_sec | number",
                "{\"host\":\"h\",\"service\":\"a\",\"name\":1e999999999,\"interval_sec\":-1} | interval_sec | 1 to",
                "{\"host\":\"h\",\"service\":\"a\",\"name\":\"x\\u0007\"} | name | one line",
                "{\"host\":\"h\",\"service\":\"a\",\"use_sudo\":\"yes\"} | use_sudo | true or false",
                "{\"host\":\"h\",\"service\":\"a\",\"method\":\"snmp\"} | method | one of",
                "{\"host\":\"h\",\"service\":\"a\",\"recover_action\":\"explode\"} | recover_action | one of",
                "{\"host\":\"h\",\"service\":\"a\",\"ssh\":{\"port\":70000}} | ssh.port | 1 to 65535",
                "{\"host\":\"h\",\"service\":\"a\",\"ssh\":[]} | ssh | must be an object",
                "{\"host\":\"h\",\"service\":\"a\",\"method\":\"http\"} | url | is missing",
                "{\"host\":\"h\",\"service\":\"a\",\"method\":\"tcp\"} | port | is missing",
                "{\"host\":\"h\",\"service\":\"a\",\"method\":\"database\"} | service | engine",
                "{\"host\":\"h\",\"host\":\"i\",\"service\":\"a\"} | host | twice",
                "7 | '' | must be an object",
                "null | '' | must be an object",
            })
    void a_bad_entry_is_told_by_index_and_field_and_the_others_are_taken(
            String entry, String field, String message) {
        ImportSummary summary =
                plan(
                        "{\"targets\":[{\"host\":\"good\",\"service\":\"redis-server\"},"
                                + entry
                                + "]}",
                        Inventory.EMPTY);

        assertThat(summary.errors()).hasSize(1);
        ImportProblem error = summary.errors().getFirst();
        assertThat(error.index()).isEqualTo(1);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.message()).contains(message);
        assertThat(summary.servicesAdded()).isEqualTo(1);
    }

    @Test
    void one_host_cannot_be_reached_in_two_ways_and_nothing_is_there_twice() {
        ImportSummary summary =
                plan(
                        """
                        {"targets": [
                          {"host": "h", "service": "a", "ssh": {"user": "x"}},
                          {"host": "H", "service": "b", "ssh": {"user": "y"}},
                          {"host": "h", "service": "a", "ssh": {"user": "x"}}]}
                        """,
                        Inventory.EMPTY);

        assertThat(summary.errors())
                .extracting(ImportProblem::line)
                .containsExactly(
                        "targets[1].ssh.user: is 'y', but targets[0] has 'x' for the same host",
                        "targets[2].service: is the same as targets[0]");
        assertThat(summary.servicesAdded()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must be an object",
                "[] | must be an object",
                "{} | no key 'targets'",
                "{\"targets\":{}} | must be a list",
                "{\"targets\":[],\"targets\":[]} | twice",
                "{\"targets\":[]}x | is not the JSON expected",
                "{\"targets\":[]}{} | goes on after its end",
                "{\"targets\":[{ | :1:",
                "{\"targets\":[{\"host\":\"a\tb\"}]} | is not the JSON expected",
                "{\"targets\":[NaN]} | is not the JSON expected",
                "{targets:[]} | is not the JSON expected",
            })
    void a_file_that_is_wrong_as_a_whole_is_refused(String json, String message) {
        assertThatThrownBy(() -> plan(json, Inventory.EMPTY))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(message);
    }

    @Test
    void other_encodings_and_absurd_sizes_are_refused() {
        byte[] utf16 = WHOLE.getBytes(StandardCharsets.UTF_16);
        assertThatThrownBy(() -> plan(utf16, Inventory.EMPTY)).hasMessageContaining("UTF-16");
        assertThatThrownBy(() -> plan(WHOLE.getBytes(StandardCharsets.UTF_16LE), Inventory.EMPTY))
                .hasMessageContaining("UTF-16");
        assertThat(plan("\uFEFF" + WHOLE, Inventory.EMPTY).servicesAdded()).isEqualTo(3);
        for (String hostile :
                new String[] {
                    "{\"targets\":" + "[".repeat(100_000),
                    "{\"x\":" + "{\"a\":".repeat(10_000),
                    "{\"targets\":[{\"name\":\"" + "x".repeat(2_000_000) + "\"}]}",
                    "{\"targets\":[" + "1,".repeat(TargetFile.MOST) + "1]}",
                    "{\"targets\":[{\"interval_sec\":" + "9".repeat(5000) + "}]}"
                }) {
            assertThatThrownBy(() -> plan(hostile, Inventory.EMPTY)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void whatever_a_file_holds_gives_a_summary_or_a_problem() {
        var random = new Random(42);
        for (int i = 0; i < 3000; i++) {
            byte[] bytes = mutated(WHOLE.getBytes(StandardCharsets.UTF_8), random);
            try {
                ImportSummary summary = plan(bytes, Inventory.EMPTY);
                assertThat(after(summary).services()).hasSize(summary.servicesAdded());
            } catch (Problem problem) {
                assertThat(problem.message()).isNotBlank().doesNotContain("Exception");
            }
        }
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        String[] pieces = {
            "null", "[]", "{}", "\"\"", "-1", "1e400", "\"\\u0000\"", "true", "\\", "\"", ",", "}"
        };
        var text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(8));
            text.replace(from, to, pieces[random.nextInt(pieces.length)]);
        }
        byte[] made = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            made[random.nextInt(made.length)] = (byte) random.nextInt(256);
        }
        return made;
    }
}
