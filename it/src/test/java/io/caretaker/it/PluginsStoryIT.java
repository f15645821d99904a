package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.testkit.server.Programs;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Nagios and Icinga themselves load what stands in `integrations/`, and check by it.
@Timeout(300)
class PluginsStoryIT {
    private static final Path INTEGRATIONS = Path.of("..", "integrations").toAbsolutePath();
    private static final String INSTALLED = "/usr/local/bin/caretaker";
    private static final Duration PATIENCE = Duration.ofSeconds(80);
    private static final String USER = System.getProperty("user.name");

    /// The services of the test, with the state of a monitoring plugin that each must get.
    private static final List<String> ASKED =
            List.of("svc_ok 0", "svc_warning 1", "svc_critical 2", "svc_unknown 3", "nobody 3");

    @TempDir Path directory;
    private ServerSocket listening;
    private ForkedCaretaker caretaker;

    @BeforeEach
    void begin() throws IOException {
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Files.writeString(
                directory.resolve("caretaker.yaml"),
                """
                hosts:
                  - {host_id: h1, ip_address: 127.0.0.1, environment: production, region: eu}
                services:
                  - service_id: svc_ok
                    host_id: h1
                    service_type: custom
                    monitoring: {method: tcp, retry_attempts: 0}
                    check: {host: 127.0.0.1, port: %d}
                  - service_id: svc_warning
                    host_id: h1
                    service_type: custom
                    monitoring: {method: custom, retry_attempts: 0}
                    check: {command: [sh, -c, "echo nearly full; exit 1"]}
                  - service_id: svc_critical
                    host_id: h1
                    service_type: custom
                    monitoring: {method: custom, retry_attempts: 0}
                    check: {command: [sh, -c, "echo broken; exit 2"]}
                  - service_id: svc_unknown
                    host_id: h1
                    service_type: custom
                    monitoring: {method: custom, retry_attempts: 0}
                    check: {command: [sh, -c, "echo cannot tell; exit 3"]}
                """
                        .formatted(listening.getLocalPort()));
        Path state = Files.createDirectories(directory.resolve("state"));
        caretaker = ForkedCaretaker.with(directory.resolve("caretaker.yaml"), state);
        caretaker.awaitWatching();
        script(state);
    }

    @AfterEach
    void end() throws IOException {
        caretaker.close();
        listening.close();
    }

    /// What stands in the place of the installed program.
    private void script(Path state) throws IOException {
        Path script = directory.resolve("caretaker");
        Files.writeString(
                script,
                """
                #!/bin/sh
                export HOME='%1$s' CARETAKER_STATE='%2$s' CARETAKER_STORE='%2$s/store'
                exec '%3$s/bin/java' --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \\
                    -XX:TieredStopAtLevel=1 -cp '%4$s' io.caretaker.cli.Main --config '%1$s/caretaker.yaml' "$@"
                """
                        .formatted(
                                directory,
                                state,
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Our file as it is, but with the test's own program.
    private Path ours(String name) throws IOException {
        String text = Files.readString(INTEGRATIONS.resolve(name));
        assertThat(text).contains(INSTALLED);
        Path copy = directory.resolve(Path.of(name).getFileName());
        return Files.writeString(
                copy, text.replace(INSTALLED, directory.resolve("caretaker").toString()));
    }

    @Test
    void nagios_takes_the_commands_and_gets_every_state_of_them() throws Exception {
        Path nagios = program("/usr/sbin/nagios4", "nagios4-core");
        program("/usr/lib/nagios/plugins/check_http", "monitoring-plugins-basic");
        Path configuration = nagiosConfiguration();

        assertThat(Programs.run(List.of(nagios.toString(), "-v", configuration.toString()), ""))
                .contains("Total Warnings: 0", "Total Errors:   0");

        Path log = directory.resolve("nagios.log");
        Process process = start(nagios.toString(), configuration.toString());
        try {
            // Nagios logs no first state that is well.
            awaits(directory.resolve("status.dat"), "plugin_output=OK - svc_ok: ");
            awaits(directory.resolve("status.dat"), "plugin_output=HTTP OK: ");
            for (String each : ASKED.subList(1, ASKED.size())) {
                String[] words = each.split(" ", -1);
                awaits(log, "db1;" + words[0] + ";" + word(words[1]) + ";");
            }
            caretaker.kill();
            awaits(log, "db1;ready;CRITICAL;");
        } finally {
            process.destroy();
            process.waitFor();
        }
        assertThat(Files.readString(log))
                .contains("WARNING - svc_warning: nearly full")
                .contains("CRITICAL - svc_critical: broken", "UNKNOWN - svc_unknown: cannot tell")
                .contains("service 'nobody' does not exist");
    }

    private static String word(String code) {
        return List.of("OK", "WARNING", "CRITICAL", "UNKNOWN").get(Integer.parseInt(code));
    }

    private Path nagiosConfiguration() throws IOException {
        var objects = new StringBuilder(NAGIOS_OBJECTS);
        for (String each : ASKED) {
            String name = each.split(" ", -1)[0];
            objects.append(nagiosService(name, "check_caretaker!" + name));
        }
        objects.append(nagiosService("ready", "check_caretaker_ready!" + caretaker.port()));
        Path own = Files.writeString(directory.resolve("objects.cfg"), objects);
        Path results = Files.createDirectories(directory.resolve("results"));
        return Files.writeString(
                directory.resolve("nagios.cfg"),
                """
                cfg_file=%1$s
                cfg_file=%2$s
                log_file=%3$s/nagios.log
                object_cache_file=%3$s/objects.cache
                status_file=%3$s/status.dat
                state_retention_file=%3$s/retention.dat
                lock_file=%3$s/nagios.lock
                temp_file=%3$s/nagios.tmp
                temp_path=%4$s
                check_result_path=%4$s
                command_file=%3$s/nagios.cmd
                query_socket=%3$s/nagios.qh
                nagios_user=%5$s
                nagios_group=%5$s
                interval_length=10
                service_inter_check_delay_method=n
                host_inter_check_delay_method=n
                max_concurrent_checks=2
                status_update_interval=1
                log_service_retries=1
                check_for_updates=0
                illegal_macro_output_chars=`~$&|'"<>
                """
                        .formatted(ours("nagios/caretaker.cfg"), own, directory, results, USER));
    }

    private static final String NAGIOS_OBJECTS =
            """
            define timeperiod {
              timeperiod_name  24x7
              alias            always
              sunday           00:00-24:00
              monday           00:00-24:00
              tuesday          00:00-24:00
              wednesday        00:00-24:00
              thursday         00:00-24:00
              friday           00:00-24:00
              saturday         00:00-24:00
            }
            define command {
              command_name  nothing
              command_line  /bin/true
            }
            define contact {
              contact_name                   admin
              host_notification_commands     nothing
              service_notification_commands  nothing
              host_notification_period       24x7
              service_notification_period    24x7
            }
            define contactgroup {
              contactgroup_name  admins
              alias              admins
              members            admin
            }
            define host {
              host_name            db1
              address              127.0.0.1
              check_command        nothing
              max_check_attempts   1
              check_period         24x7
              contact_groups       admins
              notification_period  24x7
            }
            """;

    private static String nagiosService(String name, String command) {
        return """
        define service {
          use                  caretaker-service
          host_name            db1
          service_description  %s
          check_command        %s
          contact_groups       admins
        }
        """
                .formatted(name, command);
    }

    @Test
    void icinga_takes_the_commands_and_gets_every_state_of_them() throws Exception {
        Path icinga = program("/usr/sbin/icinga2", "icinga2-bin");
        program("/usr/lib/nagios/plugins/check_http", "monitoring-plugins-basic");
        Path configuration = icingaConfiguration();

        String said = Programs.run(icinga(icinga, configuration, "-C"), "");
        assertThat(said)
                .contains("Instantiated 6 Services", "Finished validating the configuration")
                .doesNotContain("warning/", "critical/");

        Path log = directory.resolve("icinga.log");
        Process process = start(icinga(icinga, configuration).toArray(String[]::new));
        try {
            for (String each : ASKED) {
                String[] words = each.split(" ", -1);
                awaits(log, "'" + words[0] + "' .*exit code " + words[1]);
            }
            awaits(log, "check_http.*exit code 0");
            caretaker.kill();
            awaits(log, "check_http.*exit code 2");
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private List<String> icinga(Path program, Path configuration, String... options) {
        var command = new ArrayList<>(List.of(program.toString(), "daemon"));
        command.addAll(List.of(options));
        command.addAll(List.of("-c", configuration.toString()));
        for (String each : List.of("DataDir", "LogDir", "CacheDir", "InitRunDir", "SpoolDir")) {
            command.addAll(List.of("-D", each + "=" + directory));
        }
        command.addAll(List.of("-D", "RunAsUser=" + USER, "-D", "RunAsGroup=" + USER));
        return command;
    }

    /// Its log says with what each command that it runs ends.
    private Path icingaConfiguration() throws IOException {
        var named = new StringBuilder();
        for (String each : ASKED) {
            String name = each.split(" ", -1)[0];
            named.append(
                    "  vars.caretaker[\"%1$s\"] = { caretaker_service = \"%1$s\" }\n"
                            .formatted(name));
        }
        return Files.writeString(
                directory.resolve("icinga2.conf"),
                """
                include <itl>
                include <plugins>
                const PluginDir = "/usr/lib/nagios/plugins"
                const NodeName = "here"
                const MaxConcurrentChecks = 2
                object CheckerComponent "checker" {}
                object FileLogger "all" {
                  severity = "debug"
                  path = "%1$s/icinga.log"
                }
                include "%2$s"
                object Host "db1" {
                  check_command = "dummy"
                  address = "127.0.0.1"
                %3$s}
                object Service "ready" {
                  import "caretaker-service"
                  host_name = "db1"
                  check_command = "caretaker-ready"
                  vars.http_port = %4$d
                  check_interval = 1s
                  retry_interval = 1s
                }
                """
                        .formatted(
                                directory,
                                ours("icinga2/caretaker.conf"),
                                named,
                                caretaker.port()));
    }

    private static Path program(String path, String debianPackage) {
        if (!Files.isExecutable(Path.of(path))) {
            Programs.missing(debianPackage);
        }
        return Path.of(path);
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("monitor.out").toFile())
                .start();
    }

    private static void awaits(Path log, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        await(pattern)
                .atMost(PATIENCE)
                .ignoreException(NoSuchFileException.class)
                .until(() -> wanted.matcher(Files.readString(log)).find());
    }
}
