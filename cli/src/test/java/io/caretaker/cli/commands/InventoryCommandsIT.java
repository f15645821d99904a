package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryCommandsIT {
    @TempDir Path directory;
    private CommandLineRig caretaker;

    @BeforeEach
    void one_host_and_one_service() {
        caretaker = new CommandLineRig(directory);
        assertThat(
                        caretaker
                                .run(
                                        "host",
                                        "add",
                                        "host_a",
                                        "--address",
                                        "10.0.0.1",
                                        "--environment",
                                        "dev",
                                        "--region",
                                        "eu",
                                        "--tag",
                                        "blue")
                                .err())
                .isEmpty();
        assertThat(
                        caretaker
                                .run(
                                        "service",
                                        "add",
                                        "svc_a",
                                        "--host",
                                        "host_a",
                                        "--type",
                                        "nginx",
                                        "--method",
                                        "tcp",
                                        "--port",
                                        "80",
                                        "--interval",
                                        "20")
                                .err())
                .isEmpty();
    }

    @Test
    void what_was_added_is_shown_with_its_hosts_environment() {
        assertThat(caretaker.run("service", "show", "svc_a", "--format", "json").out())
                .contains("\"environment\": \"dev\"", "\"interval_sec\": 20", "\"port\": 80")
                .contains("\"current_status\": \"unknown\"", "\"origin\": \"managed\"");
    }

    @Test
    void set_changes_the_named_field_and_nothing_else() {
        Ran ran =
                caretaker.run("service", "set", "svc_a", "monitoring.interval_sec=30", "tags=x,y");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .isEqualTo(
                        """
                        Changed service svc_a:
                          monitoring.interval_sec: 20 → 30
                          tags: [] → [x, y]
                        """);
    }

    @Test
    void moving_a_host_moves_its_services() {
        caretaker.run("host", "set", "host_a", "environment=production");
        assertThat(caretaker.run("service", "list", "--environment", "production").out())
                .contains("svc_a");
        assertThat(caretaker.run("service", "list", "--environment", "dev").out())
                .isEqualTo("No service fits.\n");
    }

    @Test
    void a_dry_run_changes_nothing() {
        assertThat(caretaker.run("host", "remove", "host_a", "--dry-run").out())
                .isEqualTo("Would remove host host_a and 1 service on it.\n");
        caretaker.run("service", "set", "svc_a", "monitoring.interval_sec=99", "--dry-run");
        assertThat(caretaker.run("service", "show", "svc_a").out())
                .contains("interval_sec: 20")
                .doesNotContain("interval_sec: 99");
    }

    @Test
    void removing_needs_a_yes() {
        Ran refused = caretaker.run("host", "remove", "host_a");
        assertThat(refused.code()).isEqualTo(4);
        assertThat(refused.err())
                .isEqualTo(
                        """
                        caretaker: nobody is there to be asked
                        hint: add --yes, or --dry-run
                        """);
        assertThat(caretaker.run("host", "remove", "host_a", "--yes").code()).isZero();
        assertThat(caretaker.run("service", "show", "svc_a").code()).isEqualTo(3);
    }

    @Test
    void everything_wrong_with_a_field_is_told_at_once_and_nothing_is_written() {
        Ran ran =
                caretaker.run(
                        "service",
                        "set",
                        "svc_a",
                        "monitoring.intervall=1",
                        "monitoring.timeout_sec=soon");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("unknown key 'intervall'", "timeout_sec")
                .doesNotContain("Exception");
    }

    @Test
    void ids_taken_and_hosts_unknown_are_refused() {
        assertThat(
                        caretaker
                                .run(
                                        "host",
                                        "add",
                                        "host_a",
                                        "--address",
                                        "10.0.0.2",
                                        "--environment",
                                        "dev",
                                        "--region",
                                        "eu")
                                .code())
                .isEqualTo(4);
        Ran unknown =
                caretaker.run(
                        "service",
                        "add",
                        "svc_b",
                        "--host",
                        "host_x",
                        "--method",
                        "tcp",
                        "--port",
                        "1");
        assertThat(unknown.code()).isNotZero();
        assertThat(unknown.err()).contains("host_x");
    }

    @Test
    void a_shown_document_can_be_added_again_from_standard_input() {
        String shown = caretaker.run("service", "show", "svc_a", "--format", "json").out();
        Ran added =
                caretaker
                        .hearing(shown.replace("svc_a", "svc_b"))
                        .run("service", "add", "--from", "-");
        assertThat(added.err()).isEmpty();
        assertThat(added.out()).isEqualTo("Added 1 service: svc_b.\n");
    }

    @Test
    void of_several_documents_all_or_none_are_added() {
        String documents =
                """
                env_name: staging
                ---
                env_name: production
                alert_severity: shouting
                """;
        Ran ran = caretaker.hearing(documents).run("environment", "add", "--from", "-");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(caretaker.run("environment", "list").out()).isEqualTo("No environment fits.\n");
    }

    @Test
    void every_change_is_in_the_audit_log_which_is_intact() {
        caretaker.run("service", "set", "svc_a", "monitoring.interval_sec=30");
        caretaker.run("pause", "--for", "2h", "--reason", "moving");
        caretaker.run("resume");
        assertThat(caretaker.run("audit", "--format", "json").out())
                .contains("\"service.set\"", "\"host.add\"", "\"pause\"", "\"resume\"")
                .contains("\"actor\": \"cli:");
        assertThat(caretaker.run("audit", "--verify").out())
                .isEqualTo("The audit log is intact (5 records).\n");
    }

    @Test
    void status_counts_and_says_that_nobody_watches() {
        Ran text = caretaker.run("status");
        assertThat(text.code()).isZero();
        assertThat(text.out())
                .startsWith(
                        """
                        Nothing is known of svc_a.
                        caretaker is not running; nothing was checked yet.
                        """);
        assertThat(caretaker.run("status", "--format", "json").out())
                .contains("\"total_services\": 1", "\"unknown_services\": 1")
                .contains("\"by_service_type\": {\n      \"nginx\": 1");
    }

    @Test
    void recovering_needs_the_daemon() {
        Ran ran = caretaker.run("recover", "svc_a");
        assertThat(ran.code()).isEqualTo(5);
        assertThat(ran.err()).contains("caretaker is not running");
    }
}
