package io.caretaker.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.health.LocalServer;
import io.caretaker.core.host.ListeningSocket;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ServiceControl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@NullMarked
class RecognitionTest {
    private static final List<String> DEBIAN =
            List.of(
                    "/usr/lib/postgresql/15/bin/postgres",
                    "-D",
                    "/var/lib/postgresql/15/main",
                    "-c",
                    "config_file=/etc/postgresql/15/main/postgresql.conf");
    private static final String DEBIAN_DATA = "/var/lib/postgresql/15/main";
    private static final List<ListeningSocket> TCP_AND_SOCKET =
            List.of(
                    new ListeningSocket.Tcp("0.0.0.0", 5433),
                    new ListeningSocket.Unix("/var/run/postgresql/.s.PGSQL.5433"));

    @Test
    void a_debian_cluster_of_systemd_is_controlled_by_its_instance_unit() {
        LocalServer found =
                found(
                        process(DEBIAN, DEBIAN_DATA, "postgresql@15-main.service", TCP_AND_SOCKET),
                        new PaperHost()
                                .file("/usr/bin/pg_ctlcluster", "")
                                .file("/var/log/postgresql/postgresql-15-main.log", "x"));

        assertThat(found.name()).isEqualTo("postgresql-15-main");
        assertThat(found.control())
                .isEqualTo(new ServiceControl.Systemd("postgresql@15-main.service"));
        assertThat(found.unit()).isEqualTo("postgresql@15-main.service");
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.port()).isEqualTo(5433);
        assertThat(found.socketDirectory()).isEqualTo("/var/run/postgresql");
        assertThat(found.logFiles()).containsExactly("/var/log/postgresql/postgresql-15-main.log");
        assertThat(found.configFiles())
                .containsExactly(
                        "/etc/postgresql/15/main/postgresql.conf",
                        "/etc/postgresql/15/main/pg_hba.conf",
                        "/etc/postgresql/15/main/pg_ident.conf",
                        "/var/lib/postgresql/15/main/postgresql.auto.conf");
    }

    @Test
    void a_debian_cluster_without_systemd_is_controlled_by_debians_tool() {
        LocalServer found =
                found(
                        process(DEBIAN, DEBIAN_DATA, null, TCP_AND_SOCKET),
                        new PaperHost().file("/usr/bin/pg_ctlcluster", ""));

        assertThat(found.control()).isEqualTo(new ServiceControl.PgCluster("15", "main"));
    }

    @Test
    void a_server_started_by_hand_is_started_again_with_its_arguments() {
        List<String> arguments =
                List.of(
                        "/opt/pg/bin/postgres",
                        "-D",
                        "/data/pg",
                        "-p",
                        "6000",
                        "-c",
                        "a=it's",
                        "-h",
                        "");
        PaperHost host =
                new PaperHost()
                        .standardError("/data/pg.log")
                        .file("/data/pg/current_logfiles", "stderr log/today.log\ncsvlog /x.csv\n");

        LocalServer found =
                found(process(arguments, "/data/pg", "session-3.scope", List.of()), host);

        assertThat(found.name()).isEqualTo("postgresql-6000");
        assertThat(found.unit()).isNull();
        assertThat(found.logFiles())
                .containsExactly("/data/pg/log/today.log", "/x.csv", "/data/pg.log");
        assertThat(found.control()).isInstanceOf(ServiceControl.Commands.class);
        var control = (ServiceControl.Commands) found.control();
        assertThat(control.user()).isEqualTo("postgres");
        assertThat(control.start())
                .containsExactly(
                        "/opt/pg/bin/pg_ctl",
                        "-D",
                        "/data/pg",
                        "-w",
                        "-t",
                        "60",
                        "-l",
                        "/data/pg.log",
                        "-o",
                        "-p 6000 -c 'a=it'\\''s' -h ''",
                        "start");
        assertThat(control.stop()).endsWith("-m", "fast", "stop");
    }

    @Test
    void the_servers_own_pid_file_tells_port_and_sockets() {
        String pidFile = "42\n/data/pg\n1700000000\n5555\n/run/pg\n*\n  1 2\nready   \n";
        LocalServer found =
                found(
                        process(List.of("postgres"), "/data/pg", null, List.of()),
                        new PaperHost().file("/data/pg/postmaster.pid", pidFile));

        assertThat(found.port()).isEqualTo(5555);
        assertThat(found.host()).isEqualTo("127.0.0.1");
        assertThat(found.socketDirectory()).isEqualTo("/run/pg");
    }

    @Test
    void a_pid_file_of_another_process_is_not_believed() {
        String pidFile = "41\n/data/pg\n1700000000\n5555\n/run/pg\n*\n";
        LocalServer found =
                found(
                        process(List.of("postgres"), "/data/pg", null, TCP_AND_SOCKET),
                        new PaperHost().file("/data/pg/postmaster.pid", pidFile));

        assertThat(found.port()).isEqualTo(5433);
    }

    @Test
    void a_server_without_tcp_has_no_host() {
        var socket = new ListeningSocket.Unix("/run/pg/.s.PGSQL.5432");

        LocalServer found =
                found(
                        process(List.of("postgres"), "/data", null, List.of(socket)),
                        new PaperHost());

        assertThat(found.host()).isNull();
    }

    @Test
    void children_clients_and_single_user_runs_are_no_servers() {
        ProcessFacts main = process(List.of("postgres"), "/data", null, List.of());
        PaperHost host = new PaperHost().process(main);

        assertThat(Recognition.of(child(main, "postgres: checkpointer "), host)).isEmpty();
        assertThat(Recognition.of(child(main, "postgres"), host)).isEmpty();
        assertThat(Recognition.of(with("postgres: 15/main: walwriter"), new PaperHost())).isEmpty();
        assertThat(Recognition.of(with("postgres", "--single", "-D", "/x"), host)).isEmpty();
        assertThat(Recognition.of(with("postgres", "-V"), host)).isEmpty();
        assertThat(Recognition.of(process("/usr/bin/psql", List.of("psql")), host)).isEmpty();
    }

    @Test
    void a_unit_that_only_happens_to_hold_the_process_is_not_its_unit() {
        for (String unit : List.of("ssh.service", "user@0.service", "caretaker.service")) {
            ProcessFacts process = process(DEBIAN, DEBIAN_DATA, unit, List.of());

            assertThat(found(process, new PaperHost()).unit()).isNull();
        }
        assertThat(
                        found(
                                        process(DEBIAN, DEBIAN_DATA, "shop-db.service", List.of()),
                                        new PaperHost())
                                .unit())
                .isEqualTo("shop-db.service");
    }

    private static LocalServer found(ProcessFacts process, PaperHost host) {
        Optional<LocalServer> found = Recognition.of(process, host);
        assertThat(found).isPresent();
        return found.orElseThrow();
    }

    private static ProcessFacts with(String... arguments) {
        return process(List.of(arguments), "/data", null, List.of());
    }

    private static ProcessFacts process(String executable, List<String> arguments) {
        return new ProcessFacts(
                42, 1, "postgres", executable, arguments, "/", null, Instant.EPOCH, List.of());
    }

    private static ProcessFacts process(
            List<String> arguments,
            String directory,
            @Nullable String unit,
            List<ListeningSocket> listening) {
        String executable =
                arguments.getFirst().startsWith("/")
                        ? arguments.getFirst()
                        : "/usr/lib/postgresql/15/bin/postgres";
        return new ProcessFacts(
                42,
                1,
                "postgres",
                executable,
                arguments,
                directory,
                unit,
                Instant.EPOCH,
                listening);
    }

    private static ProcessFacts child(ProcessFacts main, String title) {
        return new ProcessFacts(
                43,
                main.pid(),
                main.user(),
                main.executable(),
                List.of(title),
                main.workingDirectory(),
                null,
                Instant.EPOCH,
                List.of());
    }
}
