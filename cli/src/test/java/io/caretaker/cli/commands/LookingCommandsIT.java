package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookingCommandsIT {
    @TempDir Path directory;

    private CommandLineRig watching(int port) {
        return new CommandLineRig(directory)
                .configured(
                        """
                        hosts:
                          - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                        services:
                          - service_id: svc_port
                            host_id: host_here
                            monitoring: {method: tcp, timeout_sec: 2}
                            check: {port: %d}
                        """
                                .formatted(port));
    }

    @Test
    void a_service_that_is_up_gives_zero() throws IOException {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CommandLineRig caretaker = watching(server.getLocalPort());
            Ran text = caretaker.run("check");
            assertThat(text.err()).isEmpty();
            assertThat(text.out()).startsWith("1 service is up.\n");
            assertThat(text.code()).isZero();
            Ran nagios = caretaker.run("check", "svc_port", "--format", "nagios");
            assertThat(nagios.code()).isZero();
            assertThat(nagios.out())
                    .matches("(?s)OK - svc_port: .* \\| 'response_time'=[0-9.]+s.*");
            assertThat(caretaker.state()).doesNotExist();
        }
    }

    @Test
    void a_service_that_is_down_gives_one_or_critical() {
        CommandLineRig caretaker = watching(FreePort.find());
        assertThat(caretaker.run("check").code()).isEqualTo(1);
        Ran json = caretaker.run("check", "--format", "json");
        assertThat(json.code()).isEqualTo(1);
        assertThat(json.out()).contains("\"status\": \"down\"", "\"status_code\": 1");
        Ran nagios = caretaker.run("check", "--format", "nagios");
        assertThat(nagios.code()).isEqualTo(2);
        assertThat(nagios.out()).startsWith("CRITICAL - svc_port: ");
    }

    @Test
    void an_unknown_service_gives_three() {
        assertThat(watching(1).run("check", "svc_other").code()).isEqualTo(3);
    }

    /// Monitoring shows what stands on standard output, and takes any other code for critical.
    @Test
    void what_cannot_be_checked_is_unknown_to_monitoring() {
        CommandLineRig caretaker = watching(1);
        Ran unknown = caretaker.run("check", "svc_other", "--format", "nagios");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.out()).matches("UNKNOWN - .*svc_other.*\n");
        Ran misused = caretaker.run("check", "--smaple", "1", "--format=nagios");
        assertThat(misused.code()).isEqualTo(3);
        assertThat(misused.out()).matches("UNKNOWN - .*--smaple.*\n");
        assertThat(misused.err()).contains("hint: ");
        Ran broken =
                caretaker.configured("hosts: 5\n").run("check", "svc_port", "--format", "nagios");
        assertThat(broken.code()).isEqualTo(3);
        assertThat(broken.out()).matches("UNKNOWN - the configuration has 1 error .*hosts.*\n");
        assertThat(caretaker.run("check", "svc_port").code()).isEqualTo(2);
    }

    @Test
    void without_configuration_the_machine_itself_is_checked() {
        Ran ran = new CommandLineRig(directory).run("check", "--format", "json");
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("\"service_type\": \"host\"");
    }

    @Test
    void status_before_the_first_run_is_empty_and_says_so() {
        Ran ran = new CommandLineRig(directory).run("status");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("Nothing is watched yet", "caretaker is not running");
        Ran json = new CommandLineRig(directory).run("status", "--format", "json");
        assertThat(json.out()).contains("\"services\": []", "\"total_services\": 0");
    }

    @Test
    void all_errors_of_a_configuration_come_with_their_place() {
        CommandLineRig caretaker =
                new CommandLineRig(directory)
                        .configured("limits: {concurrent_checks: 0}\nloging: {level: info}\n");
        Ran checked = caretaker.run("config", "check");
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.out()).contains("caretaker.yaml:1:", "caretaker.yaml:2:", "2 errors");
        Ran status = caretaker.run("status");
        assertThat(status.code()).isEqualTo(2);
        assertThat(status.err()).contains("caretaker: the configuration has 2 errors");
    }

    @Test
    void a_mistyped_option_is_refused_with_a_hint() {
        Ran ran = new CommandLineRig(directory).run("status", "--fromat", "json");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("caretaker: ").contains("hint: ").doesNotContain("\tat ");
    }

    @Test
    void doctor_examines_everything_even_before_the_first_run() {
        Ran ran = new CommandLineRig(directory).run("doctor");
        assertThat(ran.out())
                .contains("✓ java", "state directory", "store", "daemon", "process watch", "clock");
    }

    @Test
    void discover_changes_nothing() {
        CommandLineRig caretaker = new CommandLineRig(directory);
        assertThat(caretaker.run("discover", "--format", "json").code()).isZero();
        assertThat(caretaker.state()).doesNotExist();
    }

    @Test
    void the_completion_script_knows_the_commands() {
        assertThat(new CommandLineRig(directory).run("completion").out())
                .contains("discover", "environment");
    }
}
