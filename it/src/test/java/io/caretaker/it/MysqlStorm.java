package io.caretaker.it;

import static org.awaitility.Awaitility.await;

import io.caretaker.core.health.EngineKind;
import io.caretaker.testkit.server.MariaDbServer;
import io.caretaker.testkit.server.MySqlServer;
import io.caretaker.testkit.server.MysqlFamilyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/// The storm on a MariaDB or MySQL server, with a dump whose reader is slow and a replica.
final class MysqlStorm extends Storm {
    private static final String OURS = " where user in ('app', 'ledger')";

    private final MysqlFamilyServer server;

    private MysqlStorm(MysqlFamilyServer server) {
        this.server = server;
    }

    /// A server and its replica.
    record Pair(MysqlFamilyServer source, MysqlFamilyServer replica) implements AutoCloseable {
        @Override
        public void close() {
            replica.close();
            source.close();
        }
    }

    static Pair prepare(EngineKind kind) {
        boolean mariadb = kind == EngineKind.MARIADB;
        MysqlFamilyServer source = mariadb ? MariaDbServer.create() : MySqlServer.create();
        MysqlFamilyServer replica = mariadb ? MariaDbServer.create() : MySqlServer.create();
        source.configure("max-connections=160").configure("server-id=1");
        source.configure("log-bin=binlog").configure("innodb-flush-log-at-trx-commit=0");
        source.configure("sync-binlog=0");
        replica.configure("server-id=2");
        var pair = new Pair(source, replica);
        try {
            furnish(pair, mariadb);
            return pair;
        } catch (RuntimeException e) {
            pair.close();
            throw e;
        }
    }

    private static void furnish(Pair pair, boolean mariadb) {
        MysqlFamilyServer source = pair.source();
        MysqlFamilyServer replica = pair.replica();
        source.start();
        replica.start();
        String plain =
                mariadb
                        ? "identified by 'storm'"
                        : "identified with mysql_native_password by 'storm'";
        String ender = mariadb ? "connection admin" : "connection_admin";
        source.sql("create database shop; create database vault");
        for (String user : List.of("app", "ledger", "shipping", "caretaker_monitor")) {
            source.sql("create user " + user + "@localhost " + plain);
        }
        source.sql(
                "grant all on shop.* to app@localhost; grant all on vault.* to app@localhost;"
                        + " grant all on shop.* to ledger@localhost;"
                        + " grant replication slave on *.* to shipping@localhost;"
                        + " alter user caretaker_monitor@localhost with max_user_connections 5;"
                        + " grant process, "
                        + ender
                        + " on *.* to caretaker_monitor@localhost;"
                        + " grant select on performance_schema.* to caretaker_monitor@localhost;");
        for (String database : List.of("shop", "vault")) {
            source.sql(
                    "create table "
                            + database
                            + ".chain (id int primary key, n int not null default 0) engine=innodb;"
                            + " insert into "
                            + database
                            + ".chain with recursive r as (select 0 as i union all"
                            + " select i + 1 from r where i < 40) select i, 0 from r");
        }
        source.sql(
                (mariadb
                                ? "set session max_recursive_iterations = 100000; "
                                : "set session cte_max_recursion_depth = 100000; ")
                        + "create table shop.ballast (id int primary key, t text);"
                        + " insert into shop.ballast with recursive r as (select 1 as i union all"
                        + " select i + 1 from r where i < 20000) select i, repeat(md5(i), 60) from r");
        follow(replica, source, mariadb);
    }

    private static void follow(
            MysqlFamilyServer replica, MysqlFamilyServer source, boolean mariadb) {
        String[] place = source.sql("show master status").split("\\s+", -1);
        String word = mariadb ? "master" : "source";
        replica.sql(
                "change "
                        + (mariadb ? "master" : "replication source")
                        + " to "
                        + word
                        + "_host='127.0.0.1', "
                        + word
                        + "_port="
                        + source.port()
                        + ", "
                        + word
                        + "_user='shipping', "
                        + word
                        + "_password='storm', "
                        + word
                        + "_log_file='"
                        + place[0]
                        + "', "
                        + word
                        + "_log_pos="
                        + place[1]
                        + "; start "
                        + (mariadb ? "slave" : "replica"));
    }

    static MysqlStorm on(MysqlFamilyServer server) throws SQLException {
        var storm = new MysqlStorm(server);
        return storm.brewed(storm);
    }

    @Override
    String database() {
        return "shop";
    }

    /// MariaDB shows a transaction once it has touched a table.
    @Override
    String touch() {
        return "select n, 'a secret of somebody' from chain where id = 40";
    }

    @Override
    String sleep(double seconds) {
        return "select sleep(" + seconds + ")";
    }

    /// Seconds are rounded down.
    @Override
    int old(String ids) {
        return number(
                "select count(*) from information_schema.processlist where id in ("
                        + ids
                        + ") and time > "
                        + LIMIT.toSeconds()
                        + " and (command <> 'Sleep' or id in (select trx_mysql_thread_id from"
                        + " information_schema.innodb_trx))");
    }

    @Override
    boolean waits(String id) {
        return number(
                        "select count(*) from information_schema.innodb_trx where trx_state ="
                                + " 'LOCK WAIT' and trx_mysql_thread_id = "
                                + id)
                == 1;
    }

    @Override
    int waiting() {
        return number(
                "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'");
    }

    @Override
    List<String> connected() {
        return server.sql("select id from information_schema.processlist").lines().toList();
    }

    @Override
    int backups() {
        return number(
                "select count(distinct processlist_id) from"
                        + " performance_schema.session_connect_attrs where attr_name ="
                        + " 'program_name' and attr_value in ('mysqldump', 'mariadb-dump')");
    }

    @Override
    int receivers() {
        return number(
                "select count(*) from information_schema.processlist where command like"
                        + " 'Binlog Dump%'");
    }

    /// The replica is there all the time.
    @Override
    void startReceiver() {}

    /// Nobody reads what it writes, so that it stands still with its transaction open.
    @Override
    Process backup() {
        String program =
                server instanceof MySqlServer mysql
                        ? mysql.programs().resolve("bin/mysqldump").toString()
                        : "mariadb-dump";
        var builder =
                new ProcessBuilder(
                        program,
                        "--no-defaults",
                        "--host=127.0.0.1",
                        "--port=" + server.port(),
                        "--user=admin",
                        "--single-transaction",
                        "--quick",
                        "--databases",
                        "shop");
        builder.environment().put("MYSQL_PWD", server.password().reveal());
        builder.redirectError(ProcessBuilder.Redirect.appendTo(words().toFile()));
        try {
            return builder.start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path words() {
        return server.dataDirectory().resolveSibling("programs.log");
    }

    @Override
    String said() throws java.io.IOException {
        return Files.exists(words()) ? Files.readString(words()) : "nothing";
    }

    @Override
    Connection connect(String user, String application, String database) throws SQLException {
        var properties = new Properties();
        properties.put("user", user);
        properties.put("password", PASSWORD);
        properties.put("sslMode", "disable");
        properties.put("connectionAttributes", "program_name:" + application);
        String url = "jdbc:mariadb://127.0.0.1:" + server.port() + "/" + database;
        return DriverManager.getConnection(url, properties);
    }

    @Override
    String id(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select connection_id()")) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    void disperse() {
        await().atMost(Daemon.LONG)
                .ignoreExceptions()
                .until(() -> {
                    String kills =
                            server.sql(
                                    "select concat('kill ', id, ';') from"
                                            + " information_schema.processlist"
                                            + OURS);
                    if (!kills.isBlank()) {
                        server.sql(kills);
                    }
                    return kills.isBlank();
                });
    }

    private int number(String query) {
        return Integer.parseInt(server.sql(query));
    }
}
