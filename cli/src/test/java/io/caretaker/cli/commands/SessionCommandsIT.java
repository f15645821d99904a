package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

class SessionCommandsIT {
    private static final String PASSWORD = "for-tests";
    private static final String EVIL = "evil\u001b[31m\u009b2J🐘東京";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static PostgresServer server;

    @TempDir Path directory;
    private final List<Client> clients = new ArrayList<>();
    private CommandLineRig caretaker;

    /// A session of the test's own.
    private static final class Client implements AutoCloseable {
        private final Connection connection;
        private final long pid;
        private Thread thread = Thread.currentThread();

        private Client(Connection connection) throws SQLException {
            this.connection = connection;
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
                row.next();
                this.pid = row.getLong(1);
            }
        }

        private Client does(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return this;
        }

        /// Begins what will take its time, or wait.
        private Client begins(String sql) {
            thread =
                    Thread.startVirtualThread(() -> {
                        try {
                            does(sql);
                        } catch (SQLException _) {
                            // Cancelled, or ended with the session: what it is there for.
                        }
                    });
            return this;
        }

        private boolean connected() {
            try {
                return connection.isValid(5);
            } catch (SQLException _) {
                return false;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.abort(Runnable::run);
        }
    }

    @BeforeAll
    static void start() {
        server = PostgresServer.startNew();
        server.sql(
                """
                create role app login password '%1$s';
                create role ledger login password '%1$s';
                create role "%2$s" login password '%1$s';
                create role watcher login password '%1$s';
                grant pg_monitor, pg_signal_backend to watcher;
                create table things (id int primary key, n int);
                insert into things select i, 0 from generate_series(1, 9) i;
                grant all on things to public;
                """
                        .formatted(PASSWORD, EVIL));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void configure() throws IOException {
        Path password = directory.resolve("password");
        Files.writeString(password, PASSWORD);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        caretaker =
                new CommandLineRig(directory)
                        .configured(
                                """
                                hosts:
                                  - {host_id: host_here, ip_address: 127.0.0.1, environment: dev, region: lab}
                                services:
                                  - service_id: svc_pg
                                    host_id: host_here
                                    service_type: postgresql
                                    monitoring: {method: database, timeout_sec: 10}
                                    check: {port: %d, user: watcher, database: postgres, password: {file: %s}}
                                """
                                        .formatted(server.port(), password));
    }

    @AfterEach
    void disconnect() throws SQLException {
        for (Client client : clients) {
            client.close();
        }
    }

    private Client client(String user, String application) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", PASSWORD);
        properties.setProperty("ApplicationName", application);
        var client =
                new Client(
                        DriverManager.getConnection(
                                "jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres",
                                properties));
        clients.add(client);
        return client;
    }

    private Ran well(String... arguments) {
        Ran ran = caretaker.run(arguments);
        assertThat(ran.err()).doesNotContain("caretaker:");
        assertThat(ran.code()).isZero();
        return ran;
    }

    private JsonNode json(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--format", "json"));
        return JSON.readTree(well(all.toArray(String[]::new)).out());
    }

    private static List<Long> pids(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.get("pid").asLong())
                .toList();
    }

    /// One that holds a lock and does nothing, two behind it, one behind one of these.
    private List<Client> chain() throws SQLException {
        Client root = client("app", "root").does("begin; update things set n = 1 where id = 1");
        Client middle = client("app", "middle").does("begin; update things set n = 1 where id = 2");
        middle.begins("update things set n = 2 where id = 1");
        Client leaf = client("app", "leaf").begins("update things set n = 3 where id = 2");
        await().until(() -> json("locks").get("waiting").asInt() == 2);
        return List.of(root, middle, leaf);
    }

    @Test
    void sessions_say_who_does_what_and_no_value_of_a_query() throws SQLException {
        Client client = client("app", "shop").does("begin").does("select 'secret' || 4711");
        JsonNode document = json("sessions", "svc_pg", "--application", "shop");
        assertThat(document.get("service_id").asString()).isEqualTo("svc_pg");
        assertThat(document.get("max_connections").asInt()).isEqualTo(100);
        JsonNode session = document.get("sessions").get(0);
        assertThat(session.get("pid").isNumber()).isTrue();
        assertThat(session.get("pid").asLong()).isEqualTo(client.pid);
        assertThat(session.get("user").asString()).isEqualTo("app");
        assertThat(session.get("database").asString()).isEqualTo("postgres");
        assertThat(session.get("kind").asString()).isEqualTo("client");
        assertThat(session.get("state").asString()).isEqualTo("idle in transaction");
        assertThat(session.get("age_s").isNumber()).isTrue();
        assertThat(session.get("transaction_age_s").isNumber()).isTrue();
        assertThat(session.get("query_age_s").isNull()).isTrue();
        assertThat(session.get("lock_wait_s").isNull()).isTrue();
        assertThat(session.get("blocked_by").isEmpty()).isTrue();
        assertThat(session.get("endable").asBoolean()).isTrue();
        assertThat(session.get("query").asString()).doesNotContain("secret", "4711");
        assertThat(well("sessions").out())
                .contains(client.pid + "  app", "idle in trans")
                .doesNotContain("watcher", "checkpointer");
        assertThat(well("sessions", "--all").out()).contains("watcher", "system");
        assertThat(caretaker.state()).doesNotExist();
    }

    @Test
    void filters_choose_sessions() throws SQLException {
        List<Client> chain = chain();
        client("ledger", "quiet");
        assertThat(pids(json("sessions", "--blocking").get("sessions")))
                .containsExactlyInAnyOrder(chain.get(0).pid, chain.get(1).pid);
        assertThat(pids(json("sessions", "--blocked", "svc_pg", "--sort", "wait").get("sessions")))
                .containsExactly(chain.get(1).pid, chain.get(2).pid);
        assertThat(pids(json("sessions", "--long", "1h", "svc_pg").get("sessions"))).isEmpty();
        assertThat(json("sessions", "--long", "svc_pg").get("sessions").isArray()).isTrue();
        assertThat(json("sessions", "--user", "led*").get("sessions")).hasSize(1);
        assertThat(json("sessions", "--limit", "2").get("sessions")).hasSize(2);
        assertThat(well("sessions", "--idle", "--user", "nobody").out())
                .startsWith("No session fits.");
    }

    @Test
    void locks_are_a_forest_with_the_root_first() throws SQLException {
        assertThat(well("locks").out()).startsWith("Nobody waits for a lock.");
        assertThat(json("locks").get("trees").isEmpty()).isTrue();
        List<Client> chain = chain();
        JsonNode root = json("locks", "svc_pg").get("trees").get(0);
        assertThat(root.get("pid").asLong()).isEqualTo(chain.get(0).pid);
        assertThat(root.get("state").asString()).isEqualTo("idle in transaction");
        assertThat(root.get("blocked").get(0).get("pid").asLong()).isEqualTo(chain.get(1).pid);
        assertThat(root.get("blocked").get(0).get("blocked").get(0).get("pid").asLong())
                .isEqualTo(chain.get(2).pid);
        String text = well("locks").out();
        assertThat(text)
                .startsWith("session " + chain.get(0).pid + " of app (root) in postgres, idle in")
                .contains("└─ " + chain.get(1).pid, "   └─ " + chain.get(2).pid)
                .contains("clean-up: would leave it alone: no limit is reached")
                .contains("2 sessions wait for 1 root blocker.");
    }

    @Test
    void a_clean_up_does_what_the_dry_run_said_and_nothing_else() throws Exception {
        List<Client> chain = chain();
        Client spared = client("ledger", "books").does("begin").does("select 1");
        Client idle = client("app", "idle");
        String[] limits = {
            "cleanup",
            "svc_pg",
            "--blocking-after",
            "1s",
            "--idle-in-transaction-after",
            "1s",
            "--protect-user",
            "ledger"
        };
        var dry = new ArrayList<>(List.of(limits));
        dry.add("--dry-run");
        String[] rehearsal = dry.toArray(String[]::new);
        await().until(() -> {
            JsonNode plan = json(rehearsal);
            return plan.get("ended").size() == 1 && plan.get("spared").size() == 1;
        });
        JsonNode planned = json(rehearsal);
        assertThat(planned.get("dry_run").asBoolean()).isTrue();
        assertThat(planned.get("ended").get(0).get("how").asString()).isEqualTo("terminate");
        assertThat(caretaker.state()).doesNotExist();
        assertThat(chain.get(0).connected()).isTrue();

        JsonNode done = json(limits);
        assertThat(done.get("dry_run").asBoolean()).isFalse();
        assertThat(pids(done.get("ended"))).isEqualTo(pids(planned.get("ended")));
        assertThat(pids(done.get("spared"))).isEqualTo(pids(planned.get("spared")));
        assertThat(done.get("failed").isEmpty()).isTrue();
        JsonNode ended = done.get("ended").get(0);
        assertThat(ended.get("pid").asLong()).isEqualTo(chain.get(0).pid);
        assertThat(ended.get("user").asString()).isEqualTo("app");
        assertThat(ended.get("application").asString()).isEqualTo("root");
        assertThat(ended.get("state").asString()).isEqualTo("idle in transaction");
        assertThat(ended.get("age_s").isNumber()).isTrue();
        assertThat(ended.get("how").asString()).isEqualTo("terminated");
        assertThat(ended.get("reason").asString()).startsWith("blocks 2 sessions");
        assertThat(done.get("spared").get(0).get("reason").asString())
                .endsWith("spared: protected user ledger");

        assertThat(chain.get(0).connected()).isFalse();
        chain.get(1).thread.join();
        assertThat(chain.get(1).connected()).isTrue();
        assertThat(spared.connected()).isTrue();
        assertThat(idle.connected()).isTrue();
        assertThat(well("audit").out()).contains("session.cleanup", "session.end");
    }

    @Test
    void a_query_that_runs_too_long_is_cancelled_and_its_session_stays() throws Exception {
        Client client = client("app", "slow").begins("select pg_sleep(600)");
        String[] order = {"cleanup", "--only", "long_query", "--query-after", "1s"};
        await().until(() ->
                well("cleanup", "--dry-run", "--only", "long_query", "--query-after", "1s")
                        .out()
                        .contains("cancel"));
        assertThat(well(order).out()).startsWith("1 session was ended.").contains("cancelled");
        client.thread.join();
        assertThat(client.connected()).isTrue();
    }

    @Test
    void verbose_explains_every_decision() throws SQLException {
        Client client = client("app", "shop");
        Ran ran = caretaker.run("cleanup", "--dry-run", "--verbose");
        assertThat(ran.code()).isZero();
        assertThat(ran.out())
                .contains("idle_in_transaction: after 300 s, once it is a warning (1)")
                .contains(client.pid + "  app")
                .contains("idle for")
                .contains("Nothing to clean up");
        JsonNode sessions = json("cleanup", "--dry-run", "-v").get("explanation").get("sessions");
        assertThat(pids(sessions)).contains(client.pid);
    }

    @Test
    void a_session_that_a_person_names_is_ended_and_written_down() throws Exception {
        Client client = client("app", "victim");
        Ran unasked = caretaker.run("sessions", "terminate", "svc_pg", "" + client.pid);
        assertThat(unasked.code()).isEqualTo(4);
        assertThat(unasked.err()).contains("session " + client.pid + " of app (victim)", "--yes");
        assertThat(client.connected()).isTrue();
        Ran idle = caretaker.run("sessions", "cancel", "" + client.pid, "--yes");
        assertThat(idle.code()).isEqualTo(4);
        assertThat(idle.err()).contains("it runs no query that could be cancelled");
        Ran ended = well("sessions", "terminate", "svc_pg", "" + client.pid, "--yes");
        assertThat(ended.out()).isEqualTo("Session " + client.pid + " was terminated.\n");
        assertThat(client.connected()).isFalse();
        assertThat(caretaker.run("sessions", "terminate", "" + client.pid, "--yes").code())
                .isEqualTo(3);
        assertThat(well("audit").out())
                .contains("session.terminate", "session " + client.pid + " of app was terminat");
    }

    @Test
    void a_cancelled_query_leaves_its_session() throws Exception {
        Client client = client("app", "slow").begins("select pg_sleep(600)");
        await().until(() ->
                !json("sessions", "--active", "--user", "app").get("sessions").isEmpty());
        JsonNode answer = json("sessions", "cancel", "" + client.pid, "--yes");
        assertThat(answer.get("sessions").get(0).get("result").asString()).isEqualTo("cancelled");
        client.thread.join();
        assertThat(client.connected()).isTrue();
    }

    @Test
    void what_is_no_client_is_refused() {
        JsonNode all = json("sessions", "--all").get("sessions");
        long system =
                StreamSupport.stream(all.spliterator(), false)
                        .filter(each -> each.get("kind").asString().equals("system"))
                        .findFirst()
                        .orElseThrow()
                        .get("pid")
                        .asLong();
        Ran ran = caretaker.run("sessions", "terminate", "" + system, "--yes");
        assertThat(ran.code()).isEqualTo(4);
        assertThat(caretaker.state()).doesNotExist();
    }

    @Test
    void hostile_names_never_reach_the_terminal() throws SQLException {
        Client client = client(EVIL, "\u001b]0;title\u0007" + "x".repeat(80));
        client.does("begin; update /* \u001b[2J */ things set n = 1 where id = 5");
        Client waiter = client(EVIL, "waiter").begins("update things set n = 2 where id = 5");
        await().until(() -> json("locks").get("waiting").asInt() == 1);
        for (String[] command :
                new String[][] {
                    {"sessions"},
                    {"locks"},
                    {"cleanup", "--dry-run", "--blocking-after", "1s", "--verbose"},
                    {"top", "--once"},
                    {"sessions", "--format", "json"},
                    {"locks", "--format", "json"}
                }) {
            String out = caretaker.run(command).out();
            assertThat(out).contains("evil");
            assertThat(
                            out.codePoints()
                                    .filter(letter -> letter != '\n')
                                    .noneMatch(Character::isISOControl))
                    .as(command[0])
                    .isTrue();
        }
        assertThat(json("sessions", "--user", "evil*🐘東京").get("sessions")).hasSize(2);
        Ran ended = caretaker.run("sessions", "terminate", "" + waiter.pid, "" + client.pid);
        assertThat(ended.err()).doesNotContain("\u001b").contains("Terminate these 2 sessions?");
    }

    @Test
    void one_picture_of_the_live_view_needs_no_terminal() throws SQLException {
        Client client = client("app", "shop").does("begin").does("select 1");
        assertThat(well("top", "--once").out())
                .startsWith("caretaker top  svc_pg")
                .contains("idle in tx 1", "" + client.pid);
        Ran unknown = caretaker.run("top", "svc_other", "--once");
        assertThat(unknown.code()).isEqualTo(3);
        Ran live = caretaker.run("top");
        assertThat(live.code()).isEqualTo(2);
        assertThat(live.err()).contains("needs a terminal", "caretaker sessions");
    }

    @Test
    void mistakes_end_with_their_codes() {
        assertThat(caretaker.run("sessions", "svc_other").code()).isEqualTo(3);
        assertThat(caretaker.run("locks", "svc_other").code()).isEqualTo(3);
        assertThat(caretaker.run("cleanup", "svc_other").code()).isEqualTo(3);
        assertThat(caretaker.run("cleanup", "--only", "everything").code()).isEqualTo(2);
        assertThat(caretaker.run("cleanup", "--max", "0").code()).isEqualTo(2);
        assertThat(caretaker.run("sessions", "--limit", "0").code()).isEqualTo(2);
        assertThat(caretaker.run("sessions", "--sort", "taste").code()).isEqualTo(2);
        assertThat(caretaker.run("sessions", "terminate", "svc_pg").code()).isEqualTo(2);
    }
}
