package io.caretaker.it;

import static org.awaitility.Awaitility.await;

import io.caretaker.testkit.server.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The storm on a PostgreSQL server, with a base backup and a receiver of its log.
final class PostgresStorm extends Storm {
    private final PostgresServer server;

    private PostgresStorm(PostgresServer server) {
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

    static PostgresStorm on(PostgresServer server) throws SQLException {
        var storm = new PostgresStorm(server);
        return storm.brewed(storm);
    }

    @Override
    String database() {
        return "postgres";
    }

    @Override
    String touch() {
        return "select 'a secret of somebody'";
    }

    @Override
    String sleep(double seconds) {
        return "select pg_sleep(" + seconds + ")";
    }

    @Override
    void startReceiver() {
        add(
                program(
                        "pg_receivewal",
                        "--directory=" + directory("received"),
                        "--no-loop",
                        "--no-password"));
    }

    @Override
    Process backup() {
        return program(
                "pg_basebackup",
                "--pgdata=" + server.socketDirectory().resolve("backup-" + System.nanoTime()),
                "--max-rate=32k",
                "--checkpoint=fast",
                "--wal-method=none",
                "--no-password");
    }

    private Path words() {
        return server.socketDirectory().resolve("programs.log");
    }

    @Override
    String said() throws java.io.IOException {
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
        // The folder of the sources may be closed to that user.
        builder.directory(server.socketDirectory().toFile());
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

    @Override
    int old(String ids) {
        return Integer.parseInt(
                server.sql(
                        "select count(*) from pg_stat_activity where pid in ("
                                + ids
                                + ") and clock_timestamp() - state_change >= interval '"
                                + LIMIT.plusMillis(200).toMillis()
                                + " ms' and state <> 'idle'"));
    }

    @Override
    List<String> connected() {
        return server.sql("select pid from pg_stat_activity").lines().toList();
    }

    @Override
    int waiting() {
        return Integer.parseInt(
                server.sql(
                        "select count(*) from pg_stat_activity"
                                + " where application_name = 'link' and wait_event_type = 'Lock'"));
    }

    @Override
    int backups() {
        return Integer.parseInt(server.sql("select count(*) from pg_stat_progress_basebackup"));
    }

    @Override
    int receivers() {
        return Integer.parseInt(
                server.sql(
                        "select count(*) from pg_stat_replication"
                                + " where application_name = 'pg_receivewal'"));
    }

    @Override
    boolean waits(String pid) {
        return server.sql(
                        "select wait_event_type = 'Lock' from pg_stat_activity where pid = " + pid)
                .equals("t");
    }

    @Override
    Connection connect(String user, String application, String database) throws SQLException {
        var properties = new Properties();
        properties.put("user", user);
        properties.put("password", PASSWORD);
        properties.put("ApplicationName", application);
        String url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
        return DriverManager.getConnection(url, properties);
    }

    @Override
    String id(Connection connection) throws SQLException {
        return Integer.toString(
                connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
    }

    @Override
    void disperse() {
        server.sql(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                        + " where usename in ('app', 'ledger', 'shipping')");
        await().atMost(Daemon.LONG)
                .until(() ->
                        server.sql(
                                        "select count(*) from pg_stat_activity"
                                                + " where usename in ('app', 'ledger')")
                                .equals("0"));
    }
}
