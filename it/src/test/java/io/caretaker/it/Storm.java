package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// A hundred sessions of a PostgreSQL server, some of which do harm, while a base backup and a
/// receiver of its log are running.
final class Storm implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(4);
    static final String PROTECTED_USER = "ledger";
    static final String PROTECTED_APPLICATION = "payroll";
    static final String PROTECTED_DATABASE = "vault";
    private static final int CHAIN = 30;
    private static final int EACH = 5;
    private static final String PASSWORD = "storm";

    private final PostgresServer server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Process> programs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();

    /// Sessions that must be ended.
    final Set<String> guilty = new TreeSet<>();

    /// Sessions that do the same and are protected.
    final Set<String> shielded = new TreeSet<>();

    /// Sessions that do no harm, or only suffer it.
    final Set<String> innocent = new TreeSet<>();

    /// Those that wait one behind the other for one that does nothing.
    final Set<String> chained = new TreeSet<>();

    private Storm(PostgresServer server) {
        this.server = server;
    }

    static PostgresServer prepare() {
        PostgresServer server = PostgresServer.create();
        server.configure("max_connections = 160").configure("wal_level = replica");
        server.configure("max_wal_senders = 8").configure("fsync = off");
        server.configure("wal_keep_size = 512MB");
        server.start();
        server.sql(
                """
                create role app login password 'storm';
                create role ledger login password 'storm';
                create role shipping login replication password 'storm';
                create role caretaker_monitor login connection limit 5 password 'storm';
                grant pg_monitor, pg_signal_backend to caretaker_monitor;
                create table chain (id int primary key, n int not null default 0);
                insert into chain select i, 0 from generate_series(0, 40) i;
                create table ballast as
                    select i, repeat(md5(i::text), 30) t from generate_series(1, 20000) i;
                grant all on chain, ballast to app, ledger;
                """);
        server.sql("create database vault");
        server.allow(
                "local all all peer",
                "host all all 127.0.0.1/32 scram-sha-256",
                "host replication all 127.0.0.1/32 scram-sha-256");
        server.sql("select pg_reload_conf()");
        return server;
    }

    static Storm on(PostgresServer server) throws SQLException {
        var storm = new Storm(server);
        try {
            storm.brew();
        } catch (SQLException | RuntimeException e) {
            storm.close();
            throw e;
        }
        return storm;
    }

    private void brew() throws SQLException {
        programs.add(receiver());
        for (int i = 0; i < 2 * EACH; i++) {
            guilty.add(idleInTransaction("app", "web", "postgres"));
        }
        for (int i = 0; i < EACH; i++) {
            guilty.add(longQuery("app", "report", "postgres"));
            shielded.add(idleInTransaction(PROTECTED_USER, "web", "postgres"));
            shielded.add(longQuery(PROTECTED_USER, "web", "postgres"));
            shielded.add(idleInTransaction("app", PROTECTED_APPLICATION, "postgres"));
            shielded.add(longQuery("app", PROTECTED_APPLICATION, "postgres"));
            shielded.add(idleInTransaction("app", "web", PROTECTED_DATABASE));
            shielded.add(longQuery("app", "web", PROTECTED_DATABASE));
        }
        chain();
        while (guilty.size() + shielded.size() + chained.size() + innocent.size() < 98) {
            innocent.add(pid(open("app", "pool", "postgres")));
        }
        innocent.add(busy("begin", "select 1"));
        innocent.add(busy("select 1", "select pg_sleep(0.1)"));
        programs.add(backup());
        awaitAge();
        await().atMost(Daemon.LONG)
                .untilAsserted(() ->
                        assertThat(List.of(backups(), receivers()))
                                .as(said())
                                .containsExactly(1, 1));
    }

    /// The first does nothing; each other one holds a row and waits for that of the one before it,
    /// and goes on and away when it gets it.
    private void chain() throws SQLException {
        Connection root = open("app", "root", "postgres");
        root.setAutoCommit(false);
        execute(root, "update chain set n = n + 1 where id = 0");
        String rootPid = pid(root);
        guilty.add(rootPid);
        for (int i = 1; i <= CHAIN; i++) {
            Connection waiter = open("app", "link", "postgres");
            waiter.setAutoCommit(false);
            execute(waiter, "update chain set n = n + 1 where id = " + i);
            String pid = pid(waiter);
            chained.add(pid);
            String next = "update chain set n = n + 1 where id = " + (i - 1);
            background(() -> {
                execute(waiter, next);
                waiter.commit();
            });
            await().atMost(Daemon.LONG).until(() -> waits(pid));
        }
    }

    private String idleInTransaction(String user, String application, String database)
            throws SQLException {
        Connection connection = open(user, application, database);
        connection.setAutoCommit(false);
        execute(connection, "select 'a secret of somebody'");
        return pid(connection);
    }

    private String longQuery(String user, String application, String database) throws SQLException {
        Connection connection = open(user, application, database);
        String pid = pid(connection);
        background(() -> execute(connection, "select pg_sleep(3600)"));
        return pid;
    }

    /// Works all the time in short steps, so that nothing of it is ever old.
    private String busy(String first, String again) throws SQLException {
        Connection connection = open("app", "busy", "postgres");
        String pid = pid(connection);
        execute(connection, first);
        background(() -> {
            while (!over.get()) {
                execute(connection, again);
                Thread.sleep(50);
            }
        });
        return pid;
    }

    private Process receiver() {
        return program(
                "pg_receivewal",
                "--directory=" + directory("received"),
                "--no-loop",
                "--no-password");
    }

    private Process backup() {
        return program(
                "pg_basebackup",
                "--pgdata=" + server.socketDirectory().resolve("backup-" + System.nanoTime()),
                "--max-rate=32k",
                "--checkpoint=fast",
                "--wal-method=none",
                "--no-password");
    }

    /// What the programs said.
    private Path words() {
        return server.socketDirectory().resolve("programs.log");
    }

    private String said() throws java.io.IOException {
        return Files.exists(words()) ? Files.readString(words()) : "nothing";
    }

    private String directory(String name) {
        var path = server.socketDirectory().resolve(name + "-" + System.nanoTime());
        server.runAsServer(List.of("mkdir", path.toString()), "");
        return path.toString();
    }

    private Process program(String name, String... options) {
        var command =
                new ArrayList<>(
                        List.of(
                                server.program(name),
                                "--host=127.0.0.1",
                                "--port=" + server.port(),
                                "--username=shipping"));
        command.addAll(List.of(options));
        var all = new ArrayList<>(List.of("setpriv", "--reuid=" + server.user(), "--clear-groups"));
        boolean root = System.getProperty("user.name").equals("root");
        var builder = new ProcessBuilder(root ? concat(all, command) : command);
        builder.environment().put("PGPASSWORD", PASSWORD);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(words().toFile()));
        try {
            return builder.start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /// All who are guilty, or would be, have been it for long enough.
    private void awaitAge() {
        var old = new HashSet<>(guilty);
        old.addAll(shielded);
        String ids = String.join(",", old);
        String query =
                "select count(*) from pg_stat_activity where pid in ("
                        + ids
                        + ") and clock_timestamp() - state_change >= interval '"
                        + LIMIT.plusMillis(200).toMillis()
                        + " ms' and state <> 'idle'";
        await().atMost(Daemon.LONG).until(() -> Integer.parseInt(server.sql(query)) == old.size());
    }

    int sessions() {
        return guilty.size() + shielded.size() + chained.size() + innocent.size();
    }

    /// Which of these sessions are still connected.
    Set<String> alive(Set<String> pids) {
        var alive = new TreeSet<>(pids);
        alive.retainAll(server.sql("select pid from pg_stat_activity").lines().toList());
        return alive;
    }

    int waiting() {
        return Integer.parseInt(
                server.sql(
                        "select count(*) from pg_stat_activity"
                                + " where application_name = 'link' and wait_event_type = 'Lock'"));
    }

    boolean programsRun() {
        return programs.stream().allMatch(Process::isAlive);
    }

    int backups() {
        return Integer.parseInt(server.sql("select count(*) from pg_stat_progress_basebackup"));
    }

    int receivers() {
        return Integer.parseInt(
                server.sql(
                        "select count(*) from pg_stat_replication"
                                + " where application_name = 'pg_receivewal'"));
    }

    private boolean waits(String pid) {
        return server.sql(
                        "select wait_event_type = 'Lock' from pg_stat_activity where pid = " + pid)
                .equals("t");
    }

    private Connection open(String user, String application, String database) throws SQLException {
        var properties = new Properties();
        properties.put("user", user);
        properties.put("password", PASSWORD);
        properties.put("ApplicationName", application);
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
        Connection connection = DriverManager.getConnection(url, properties);
        connections.add(connection);
        return connection;
    }

    private static String pid(Connection connection) throws SQLException {
        return Integer.toString(
                connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    rows.next();
                }
            }
        }
    }

    /// Work that ends with an exception is work that was ended.
    private interface Work {
        void run() throws SQLException, InterruptedException;
    }

    private void background(Work work) {
        threads.add(
                Thread.startVirtualThread(() -> {
                    try {
                        work.run();
                    } catch (SQLException | InterruptedException e) {
                        // Somebody ended it.
                    }
                }));
    }

    @Override
    public void close() {
        over.set(true);
        programs.forEach(Process::destroy);
        server.sql(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where usename in ('app', 'ledger', 'shipping')");
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It was ended.
            }
        }
        await().atMost(Daemon.LONG)
                .until(() ->
                        server.sql(
                                        "select count(*) from pg_stat_activity"
                                                + " where usename in ('app', 'ledger')")
                                .equals("0"));
    }
}
