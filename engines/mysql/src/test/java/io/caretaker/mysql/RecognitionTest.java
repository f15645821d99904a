package io.caretaker.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.FileReply;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.HostFacts;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RecognitionTest {
    private final Host host = new Host();

    @Test
    void the_packaged_server_is_its_unit_with_the_options_of_its_files() {
        host.options = "--port=3307\n--log_error=/var/log/mysql/error.log\n";
        host.files.put("/etc/mysql/my.cnf", "");
        host.mainPid = 10L;

        LocalServer found = recognise("mariadb.service", List.of("/usr/sbin/mariadbd"), 3307);

        assertThat(found.control()).isEqualTo(new ServiceControl.Systemd("mariadb.service"));
        assertThat(found.name()).isEqualTo("mariadb-3307");
        assertThat(found.dataDirectory()).isEqualTo("/var/lib/mysql");
        assertThat(found.logFiles()).containsExactly("/var/log/mysql/error.log");
        assertThat(found.configFiles()).containsExactly("/etc/mysql/my.cnf");
    }

    @Test
    void the_unit_of_a_log_in_shell_is_nobodys_to_restart() {
        host.mainPid = 4711L;

        assertThat(recognise("ssh.service", List.of("mariadbd", "--port=3306"), 3306).control())
                .isInstanceOf(ServiceControl.Commands.class);
    }

    @Test
    void without_a_word_of_the_manager_the_units_name_decides() {
        List<String> arguments = List.of("mariadbd");

        assertThat(recognise("mysql@blue.service", arguments, 3306).control())
                .isEqualTo(new ServiceControl.Systemd("mysql@blue.service"));
        assertThat(recognise("user@0.service", arguments, 3306).control())
                .isInstanceOf(ServiceControl.Commands.class);
    }

    @Test
    void the_systems_own_server_without_a_unit_is_its_init_script() {
        host.files.put("/etc/init.d/mariadb", "#!/bin/sh");

        assertThat(recognise(null, List.of("mariadbd"), 3306).control())
                .isEqualTo(new ServiceControl.SysV("mariadb"));
        assertThat(recognise(null, List.of("mariadbd", "--datadir=/data/blue"), 3306).control())
                .isInstanceOf(ServiceControl.Commands.class);
    }

    @Test
    void a_server_watched_over_by_its_script_is_started_by_the_script() {
        host.parent =
                process(1, 0, "/usr/bin/dash", List.of("/bin/sh", "/usr/bin/mysqld_safe", "--a=1"));

        var control =
                (ServiceControl.Commands)
                        recognise(null, List.of("mariadbd", "--datadir=/d"), 3306).control();

        assertThat(control.start())
                .containsExactly("setsid", "-f", "/usr/bin/dash", "/usr/bin/mysqld_safe", "--a=1");
    }

    @Test
    void a_mysqld_is_mysql_unless_its_files_are_mariadbs() {
        List<String> arguments = List.of("/usr/sbin/mysqld", "--datadir=/data");

        assertThat(kind(arguments)).isEqualTo(EngineKind.MYSQL);
        host.files.put("/data/aria_log_control", "");
        assertThat(kind(arguments)).isEqualTo(EngineKind.MARIADB);
    }

    @Test
    void the_port_of_the_x_protocol_is_not_the_servers() {
        ProcessFacts process =
                listening(
                        List.of("mysqld"),
                        new ListeningSocket.Tcp("::", 33060),
                        new ListeningSocket.Tcp("::", 3399),
                        new ListeningSocket.Unix("/run/mysqld/mysqlx.sock"),
                        new ListeningSocket.Unix("/run/mysqld/mysqld.sock"));

        LocalServer found = Recognition.recognise(process, host).orElseThrow();

        assertThat(found.port()).isEqualTo(3399);
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.socketDirectory()).isEqualTo("/run/mysqld/mysqld.sock");
    }

    @Test
    void a_server_bound_to_one_address_is_reached_there() {
        ProcessFacts process =
                listening(List.of("mysqld"), new ListeningSocket.Tcp("10.0.0.5", 3306));

        assertThat(Recognition.recognise(process, host).orElseThrow().host()).isEqualTo("10.0.0.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bootstrap", "--initialize-insecure", "--help", "--wsrep_recover"})
    void a_server_program_on_an_errand_is_no_server(String option) {
        assertThat(Recognition.recognise(listening(List.of("mysqld", option)), host)).isEmpty();
    }

    @Test
    void programs_around_the_server_are_not_servers() {
        assertThat(
                        Recognition.recognise(
                                process(9, 1, "/usr/bin/dash", List.of("sh", "mysqld_safe")), host))
                .isEmpty();
        assertThat(
                        Recognition.recognise(
                                process(9, 1, "/usr/bin/mariadb", List.of("mariadb")), host))
                .isEmpty();
    }

    private EngineKind kind(List<String> arguments) {
        return recognise(null, arguments, 3306).engine();
    }

    private LocalServer recognise(@Nullable String unit, List<String> arguments, int port) {
        ProcessFacts plain = listening(arguments, new ListeningSocket.Tcp("127.0.0.1", port));
        return Recognition.recognise(
                        new ProcessFacts(
                                plain.pid(),
                                plain.parent(),
                                plain.user(),
                                plain.executable(),
                                plain.arguments(),
                                plain.workingDirectory(),
                                unit,
                                plain.startedAt(),
                                plain.listening()),
                        host)
                .orElseThrow();
    }

    private static ProcessFacts listening(List<String> arguments, ListeningSocket... sockets) {
        String program = arguments.getFirst();
        String name = program.substring(program.lastIndexOf('/') + 1);
        return new ProcessFacts(
                10,
                1,
                "mysql",
                "/usr/sbin/" + name,
                arguments,
                "/var/lib/mysql",
                null,
                Instant.EPOCH,
                List.of(sockets));
    }

    private static ProcessFacts process(
            long pid, long parent, String executable, List<String> arguments) {
        return new ProcessFacts(
                pid, parent, "root", executable, arguments, "/", null, Instant.EPOCH, List.of());
    }

    /// A host of a few files.
    private static final class Host implements HostAccess, ServiceManager {
        private final Map<String, String> files = new HashMap<>();
        private String options = "";
        private @Nullable Long mainPid;
        private @Nullable ProcessFacts parent;

        @Override
        public CommandResult run(Command command, Deadline deadline) {
            return new CommandResult.Exited(0, options, "", Duration.ZERO);
        }

        @Override
        public FileReply readTail(String path, int maxBytes) {
            String text = files.get(path);
            return text == null
                    ? new FileReply.Missing()
                    : new FileReply.Content(text, text.length());
        }

        @Override
        public void replaceFile(String path, byte[] content, String mode) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean moveFile(String from, String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public HostFacts facts(Deadline deadline) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ProcessFacts> processes() {
            return List.of();
        }

        @Override
        public Optional<ProcessFacts> process(long pid) {
            return pid == 1 ? Optional.ofNullable(parent) : Optional.empty();
        }

        @Override
        public ServiceManager services() {
            return this;
        }

        @Override
        public UnitState state(ServiceControl control, Deadline deadline) {
            return new UnitState(UnitState.Activity.UNKNOWN, "", mainPid);
        }

        @Override
        public CommandResult act(
                ServiceControl control, ControlAction action, boolean sudo, Deadline deadline) {
            throw new UnsupportedOperationException();
        }
    }
}
