package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkCommandsIT {
    private static final String FLEET =
            """
            environments:
              - env_name: production
                alert_severity: critical
                approval_required: true
                maintenance_window: {day: sunday, start_time: "02:00", end_time: "04:00", timezone: Europe/Berlin}
            hosts:
              - host_id: host_a
                ip_address: 10.0.0.1
                environment: production
                region: eu
                location: {datacenter: dc1, rack: "07"}
                ssh_config: {user: ops, port: 2222, jumps: [gate], sudo_password: {env: S}, watch_processes: false}
              - {host_id: host_b, ip_address: "fe80::1", environment: dev, region: us}
            services:
              - service_id: svc_db
                host_id: host_a
                service_type: postgresql
                monitoring: {method: database, interval_sec: 15}
                check: {user: x, password: {file: /x}, tunnel: always}
                tags: [yes, "0644"]
                alerting: {mute_until: "2027-01-31T10:00:00Z"}
              - service_id: svc_web
                host_id: host_b
                monitoring: {method: http}
                check: {url: "http://x/y"}
                dependencies: [svc_db]
            """;

    @TempDir Path directory;

    private CommandLineRig applied() throws IOException {
        Files.writeString(directory.resolve("fleet.yaml"), FLEET);
        var caretaker = new CommandLineRig(directory);
        Ran ran = caretaker.run("apply", "-f", "fleet.yaml");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.code()).isZero();
        return caretaker;
    }

    @Test
    void what_was_exported_is_taken_back_to_an_equal_inventory() throws IOException {
        CommandLineRig caretaker = applied();
        for (String format : new String[] {"yaml", "json"}) {
            String exported = caretaker.run("inventory", "export", "--format", format).out();
            Path other = Files.createDirectories(directory.resolve(format));
            Files.writeString(other.resolve("all"), exported);
            var elsewhere = new CommandLineRig(other);
            assertThat(elsewhere.run("apply", "-f", "all").err()).isEmpty();
            assertThat(elsewhere.run("inventory", "export", "--format", format).out())
                    .isEqualTo(exported);
            Ran again = caretaker.hearing(exported).run("apply", "-f", "-", "--format", "json");
            assertThat(again.out()).contains("\"unchanged\": 5");
        }
    }

    @Test
    void a_part_of_the_inventory_is_exported_by_filter() throws IOException {
        CommandLineRig caretaker = applied();
        assertThat(caretaker.run("inventory", "export", "--environment", "dev").out())
                .contains("host_b", "svc_web")
                .doesNotContain("host_a\n", "env_name");
        assertThat(caretaker.run("inventory", "export", "--type", "postgresql").out())
                .contains("host_a", "svc_db", "env_name")
                .doesNotContain("host_b");
    }

    @Test
    void only_given_fields_change_and_the_difference_is_shown() throws IOException {
        CommandLineRig caretaker = applied();
        String change =
                "{\"services\":[{\"service_id\":\"svc_db\",\"monitoring\":{\"interval_sec\":20}}]}";
        Ran dry = caretaker.hearing(change).run("apply", "-f", "-", "--dry-run");
        assertThat(dry.out()).contains("~ service svc_db", "monitoring.interval_sec: 15 → 20");
        assertThat(caretaker.run("service", "show", "svc_db").out()).contains("interval_sec: 15");
        caretaker.hearing(change).run("apply", "-f", "-");
        assertThat(caretaker.run("service", "show", "svc_db", "--format", "json").out())
                .contains("\"interval_sec\": 20", "\"tunnel\": \"always\"");
    }

    @Test
    void all_that_is_wrong_is_told_by_entry_and_field_and_nothing_is_written() throws IOException {
        CommandLineRig caretaker = applied();
        Ran ran =
                caretaker
                        .hearing(
                                """
                                hosts: [{host_id: host_c, ip_address: 1.2.3.4, environment: dev, region: x, regoin: y}]
                                services:
                                - {service_id: svc_c, host_id: host_cc, monitoring: {method: tcp}, check: {port: 1}}
                                - {service_id: svc_d, host_id: host_c, monitoring: {method: ssh, interval_sec: soon}, dependencies: [svc_dd]}
                                """)
                        .run("apply", "-f", "-");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("host_c: hosts[0].regoin: unknown key 'regoin' (did you mean 'region'?)")
                .contains("svc_c: services[0].host_id: host 'host_cc' does not exist (did you mean")
                .contains("svc_d: services[1].monitoring.interval_sec: must be a number")
                .contains("svc_d: services[1].dependencies[0]: service 'svc_dd' does not exist");
        assertThat(caretaker.run("host", "show", "host_c").code()).isEqualTo(3);
    }

    @Test
    void many_are_changed_at_once_and_unknown_ids_get_a_suggestion() throws IOException {
        CommandLineRig caretaker = applied();
        Ran ran =
                caretaker.run(
                        "service", "set", "--where", "environment=dev", "--yes", "--interval", "7");
        assertThat(ran.out())
                .startsWith("Changed 1 of 1 service that fit.\n")
                .contains("monitoring.interval_sec: 60 → 7");
        assertThat(caretaker.run("service", "set", "--all", "--disabled=x").code()).isEqualTo(2);
        assertThat(caretaker.run("service", "set", "--all", "tags=z").code()).isEqualTo(4);
        assertThat(caretaker.run("service", "set", "svc_dbb", "tags=z").err())
                .contains("did you mean 'svc_db'?");
        Ran removed = caretaker.run("host", "remove", "host_a", "--yes");
        assertThat(removed.code()).isEqualTo(2);
        assertThat(removed.err()).contains("service 'svc_db' is in dependencies of 'svc_web'");
    }

    @Test
    void options_stand_for_the_fields_of_hosts_and_environments() throws IOException {
        CommandLineRig caretaker = applied();
        Ran set =
                caretaker.run(
                        "host",
                        "set",
                        "host_b",
                        "--no-sudo",
                        "--ssh-user",
                        "admin",
                        "--jump",
                        "gate:2222",
                        "--no-process-watch",
                        "--location",
                        "dc2/r1",
                        "--key",
                        "/k");
        assertThat(set.err()).isEmpty();
        assertThat(set.out())
                .contains("ssh_config.user: caretaker → admin", "location.rack: nothing → r1")
                .contains("ssh_config.watch_processes: true → false", "ssh_config.jumps");
        Ran window =
                caretaker.run("environment", "set", "production", "--window", "22:00-02:00 UTC");
        assertThat(window.err()).isEmpty();
        assertThat(caretaker.run("environment", "list").out()).contains("daily 22:00-02:00 ");
        assertThat(caretaker.run("environment", "set", "production", "--window", "none").err())
                .isEmpty();
        assertThat(caretaker.run("environment", "set", "production", "--window", "25:00-x").code())
                .isEqualTo(2);
    }

    @Test
    void listings_and_groups_answer_in_text_and_json() throws IOException {
        CommandLineRig caretaker = applied();
        assertThat(caretaker.run("status", "--summary", "--format", "json").out())
                .contains("\"total_hosts\": 2", "\"active_hosts\": 2", "\"unknown_services\": 2");
        assertThat(caretaker.run("status", "--attention", "--format", "json").out())
                .contains("\"down_services\": []", "\"high_failure_rate\": []", "\"stale_checks\"");
        assertThat(caretaker.run("status", "--by-status").out()).startsWith("unknown (2)\n");
        assertThat(caretaker.run("service", "list", "--failing").out())
                .isEqualTo("No service fits.\n");
        assertThat(caretaker.run("service", "list", "--enabled", "--tag", "0644").out())
                .contains("svc_db");
        assertThat(caretaker.run("service", "list", "--status", "runing").err())
                .contains("did you mean 'running'?");
        assertThat(caretaker.run("service", "list", "--host", "host_aa").code()).isEqualTo(3);
        assertThat(caretaker.run("host", "list", "--type", "x").code()).isEqualTo(2);
        assertThat(caretaker.run("uptime", "--days", "7").out()).contains("svc_db");
        assertThat(caretaker.run("history", "--failures", "--hours", "6").code()).isZero();
        assertThat(caretaker.run("history", "--host", "host_a", "--format", "json").out())
                .isEqualTo("[]\n");
        assertThat(caretaker.run("history").code()).isEqualTo(2);
    }

    @Test
    void the_older_monitors_targets_are_imported_once() throws IOException {
        Files.writeString(
                directory.resolve("config.json"),
                """
                {"targets":[{"name":"db","host":"10.1.11.81","service":"mysql.service","method":"ssh"},
                            {"host":"10.1.11.81","service":"x y","method":"ssh"}]}
                """);
        var caretaker = new CommandLineRig(directory);
        String[] arguments = {
            "import",
            "config.json",
            "--environment",
            "production",
            "--region",
            "us-east-1",
            "--format",
            "json"
        };
        Ran nothing =
                caretaker.run(
                        "import",
                        "config.json",
                        "--environment",
                        "p",
                        "--region",
                        "r",
                        "--all-or-nothing");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("targets[1].service", "nothing was imported");
        Ran first = caretaker.run(arguments);
        assertThat(first.code()).isEqualTo(1);
        assertThat(first.out())
                .contains("\"hosts_added\": 1", "\"services_added\": 1", "\"index\": 1");
        Ran second = caretaker.run(arguments);
        assertThat(second.out())
                .contains("\"hosts_added\": 0", "\"svc_10_1_11_81_mysql_service_000\"");
    }

    @Test
    void a_declared_service_may_stand_on_a_host_of_the_store() throws IOException {
        CommandLineRig caretaker = applied();
        String declared =
                "services: [{service_id: svc_x, host_id: host_b, monitoring: {method: tcp}, check: {port: 9}}]\n";
        caretaker.configured(declared);
        assertThat(caretaker.run("config", "check").out()).contains("1 service declared");
        assertThat(caretaker.run("check", "svc_x", "--format", "json").out()).contains("svc_x");
        caretaker.configured(declared.replace("host_b", "host_bb"));
        assertThat(caretaker.run("check").err())
                .contains("'host_bb' is neither declared nor in the store", "'host_b'");
    }

    @Test
    void a_thousand_hosts_with_ten_services_each_are_applied_in_seconds() throws IOException {
        var json = new StringBuilder("{\"hosts\":[");
        for (int i = 0; i < 1000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"host_id\":\"h%d\",\"ip_address\":\"10.0.0.1\",".formatted(i))
                    .append("\"environment\":\"dev\",\"region\":\"eu\"}");
        }
        json.append("],\"services\":[");
        for (int i = 0; i < 10_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"service_id\":\"s%d\",\"host_id\":\"h%d\",".formatted(i, i / 10))
                    .append("\"monitoring\":{\"method\":\"ssh\"}")
                    .append(i == 0 ? "}" : ",\"dependencies\":[\"s" + (i - 1) + "\"]}");
        }
        Files.writeString(directory.resolve("big.json"), json.append("]}"));
        var caretaker = new CommandLineRig(directory);
        Instant start = Instant.now();
        Ran ran = caretaker.run("apply", "-f", "big.json");
        Duration took = Duration.between(start, Instant.now());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("added 0 environments, 1000 hosts, 10000 services");
        assertThat(took).isLessThan(Duration.ofSeconds(60));
        Instant second = Instant.now();
        Ran moved = caretaker.run("host", "set", "--all", "--yes", "region=us");
        System.getLogger("bulk")
                .log(
                        System.Logger.Level.INFO,
                        "applied in "
                                + took
                                + ", moved in "
                                + Duration.between(second, Instant.now()));
        assertThat(moved.out()).startsWith("Changed 1000 of 1000 hosts");
    }
}
