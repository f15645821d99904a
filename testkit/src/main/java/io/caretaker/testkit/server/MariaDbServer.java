package io.caretaker.testkit.server;

import io.caretaker.core.health.EngineKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A real MariaDB server of the machine's own packages. Over the socket `root` and the server's own
/// user come in without a password.
public final class MariaDbServer extends MysqlFamilyServer {
    private static final List<String> DIRECTORIES =
            List.of("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/usr/bin");

    private MariaDbServer(String executable) {
        super(executable, Programs.unprivilegedUser("mysql", "nobody"));
    }

    /// A new server that is not started, to be configured first.
    public static MariaDbServer create() {
        var server = new MariaDbServer(installed());
        server.initialise();
        return server;
    }

    public static MariaDbServer startNew() {
        MariaDbServer server = create();
        server.start();
        return server;
    }

    private static String installed() {
        return DIRECTORIES.stream()
                .map(directory -> Path.of(directory, "mariadbd"))
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> {
                    Programs.missing("MariaDB");
                    return Optional.empty();
                })
                .orElseThrow()
                .toString();
    }

    private void initialise() {
        Programs.run(
                asServer(
                        List.of(
                                "mariadb-install-db",
                                "--no-defaults",
                                "--datadir=" + dataDirectory(),
                                "--tmpdir=" + temporaryDirectory(),
                                "--auth-root-authentication-method=socket",
                                "--auth-root-socket-user=" + user(),
                                "--innodb-log-file-size=8M",
                                "--skip-test-db")),
                "");
    }

    @Override
    public MariaDbServer configure(String option) {
        super.configure(option);
        return this;
    }

    /// One of several sources is followed by its log's position: the position by GTID is the same
    /// for all, and cannot be set once one of them is followed.
    @Override
    public void follow(MysqlFamilyServer source, String channel, int heartbeatSeconds) {
        String name = channel.isEmpty() ? "" : "'" + channel + "'";
        String begin;
        if (channel.isEmpty()) {
            sql("SET GLOBAL gtid_slave_pos='" + source.sql("SELECT @@gtid_binlog_pos;") + "';");
            begin = ", master_use_gtid=slave_pos";
        } else {
            String[] position = source.sql("SHOW MASTER STATUS;").split("\\s+", -1);
            begin =
                    ", master_use_gtid=no, master_log_file='"
                            + position[0]
                            + "', master_log_pos="
                            + position[1];
        }
        sql(
                "CHANGE MASTER "
                        + name
                        + " TO master_host='127.0.0.1', master_port="
                        + source.port()
                        + ", master_user='admin', master_password='"
                        + source.password().reveal()
                        + "', master_connect_retry=1, master_heartbeat_period="
                        + heartbeatSeconds
                        + begin
                        + "; START SLAVE "
                        + name
                        + ";");
    }

    @Override
    EngineKind engine() {
        return EngineKind.MARIADB;
    }

    @Override
    List<String> indispensable() {
        return List.of(
                "--innodb-log-file-size=8M",
                "--innodb-buffer-pool-size=16M",
                "--performance-schema=ON");
    }

    @Override
    List<String> client() {
        return asServer(
                List.of(
                        "mariadb",
                        "--no-defaults",
                        "--socket=" + socket(),
                        "--user=" + user(),
                        "--batch",
                        "--skip-column-names"));
    }
}
