package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.core.recovery.Approval;
import io.caretaker.core.store.Store;
import io.caretaker.sqlite.SqliteStore;
import io.caretaker.testkit.server.PostgresServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A daemon dies after it has done what was asked and before it has said so; whoever asked sends
/// the same again.
class SentAgainStoryIT {
    private static final String HOST =
            "{\"host_id\":\"db9\",\"hostname\":\"db9.test\",\"ip_address\":\"127.0.0.9\","
                    + "\"environment\":\"production\",\"region\":\"here\"}";

    private static final Pattern SERVICE = Pattern.compile("\"service_id\":\"([^\"]+)\"");

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    /// Something that is asked for.
    ///
    /// @param deed after which the daemon dies
    /// @param count how often it was carried out
    record Order(
            String method, String path, String body, String deed, Function<Store, Integer> count) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Order> orders() {
        return Stream.of(
                new Order(
                        "POST",
                        "/api/v1/mutes",
                        "{\"all\":true,\"for\":\"1h\"}",
                        "mute",
                        store -> store.alerts().mutes().size()),
                new Order("PUT", "/api/v1/pause", "{\"for\":\"1h\"}", "append", audited("pause")),
                new Order(
                        "POST",
                        "/api/v1/hosts",
                        HOST,
                        "apply",
                        store -> store.inventory().read().hosts().size()),
                new Order(
                        "POST",
                        "/api/v1/approvals/r-1/approve",
                        "{}",
                        "append",
                        audited("approve")));
    }

    private static Function<Store, Integer> audited(String action) {
        return store ->
                (int)
                        store.audit().recent(null, 100).stream()
                                .filter(each -> each.entry().action().equals(action))
                                .count();
    }

    private HttpResponse<String> send(URI at, Order order) throws Exception {
        return send(at, order, "once");
    }

    private HttpResponse<String> send(URI at, Order order, String key) throws Exception {
        return client.send(
                HttpRequest.newBuilder(at.resolve(order.path()))
                        .timeout(Duration.ofSeconds(30))
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .method(order.method(), BodyPublishers.ofString(order.body()))
                        .build(),
                BodyHandlers.ofString());
    }

    private int count(Order order) {
        try (var store = SqliteStore.openReadOnly(directory.resolve("store"))) {
            return order.count().apply(store);
        }
    }

    private void prepare() {
        Instant now = Instant.now();
        try (var store = SqliteStore.open(directory.resolve("store"))) {
            store.inventory()
                    .apply(
                            java.util.List.of(
                                    new io.caretaker.core.inventory.InventoryChange.AddHost(
                                            io.caretaker.testkit.store.InventorySamples.host(
                                                    "web_1")),
                                    new io.caretaker.core.inventory.InventoryChange.AddService(
                                            io.caretaker.testkit.store.InventorySamples
                                                    .plainService("svc_a", "web_1"))),
                            now);
            store.recovery()
                    .write(
                            new Approval(
                                    "r-1",
                                    new io.caretaker.core.inventory.ServiceId("svc_a"),
                                    "down",
                                    now,
                                    now.plusSeconds(3600),
                                    Approval.Verdict.PENDING,
                                    null,
                                    null));
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void what_was_done_before_the_daemon_died_is_not_done_again(Order order) throws Exception {
        prepare();
        int before = count(order);
        dieOver(order, 1);
        int once = count(order);
        isRefusedAgain(order);
        assertThat(count(order)).isEqualTo(once).isEqualTo(before + 1);
    }

    /// The log says that it begins, and then what came of it.
    @Test
    void who_was_ended_is_ended_once() throws Exception {
        try (PostgresServer server = PostgresServer.startNew()) {
            String database = adopted(server);
            try (Connection meant = guest(server);
                    Connection next = guest(server)) {
                var order =
                        new Order(
                                "POST",
                                database + "/sessions/" + number(meant) + "/terminate",
                                "",
                                "append",
                                audited("session.terminate"));
                dieOver(order, 2);
                isRefusedAgain(order);
                assertThat(count(order)).isEqualTo(2);
                assertThat(meant.isValid(5)).isFalse();
                assertThat(next.isValid(5)).isTrue();
            }
        }
    }

    /// The log names all who are meant, and then each who was ended. Who does harm by the time that
    /// it is sent again may be somebody else.
    @Test
    void a_clean_up_does_not_go_on_when_it_is_sent_again() throws Exception {
        try (PostgresServer server = PostgresServer.startNew()) {
            String database = adopted(server);
            try (Connection first = guest(server);
                    Connection second = guest(server)) {
                holdOpen(first);
                holdOpen(second);
                awaitHeldForASecond(server, 2);
                var order =
                        new Order(
                                "POST",
                                database + "/cleanup",
                                "{\"idle_in_transaction_after\":\"1s\",\"dry_run\":false}",
                                "append",
                                audited("session.end"));
                dieOver(order, 2);
                isRefusedAgain(order);
                assertThat(count(order)).isEqualTo(1);
                assertThat(Stream.of(first.isValid(5), second.isValid(5)))
                        .containsExactlyInAnyOrder(true, false);
            }
        }
    }

    /// Adopts the server; the path of its database.
    private String adopted(PostgresServer server) throws Exception {
        server.sql("CREATE ROLE shop LOGIN PASSWORD 'shop'");
        try (var daemon = HaltingCaretaker.on(directory)) {
            var adoption =
                    new Order(
                            "POST",
                            "/api/v1/discovery/" + server.port() + "/adopt",
                            "{}",
                            "",
                            _ -> 0);
            HttpResponse<String> answer = send(daemon.address(), adoption, "adopt");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            Matcher id = SERVICE.matcher(answer.body());
            assertThat(id.find()).as(answer.body()).isTrue();
            return "/api/v1/databases/" + id.group(1);
        }
    }

    /// Sends it to a daemon that is dead after so many deeds, before it has answered.
    private void dieOver(Order order, int deeds) throws Exception {
        try (var dying = HaltingCaretaker.dyingAfter(order.deed(), deeds, directory)) {
            URI at = dying.address();
            assertThatThrownBy(() -> send(at, order)).isInstanceOf(IOException.class);
            assertThat(dying.awaitDeath()).isEqualTo(HaltingCaretaker.DEAD);
        }
    }

    /// Sends it again to the next daemon, which does not know what came of it.
    private void isRefusedAgain(Order order) throws Exception {
        try (var anew = HaltingCaretaker.on(directory)) {
            HttpResponse<String> again = send(anew.address(), order);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(409);
            assertThat(again.body())
                    .contains("the outcome of the first request", "is unknown", "/api/v1/audit");
        }
    }

    private static Connection guest(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + server.port()
                        + "/postgres?user=shop&password=shop");
    }

    private static int number(Connection guest) throws SQLException {
        try (var statement = guest.createStatement();
                var rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void holdOpen(Connection guest) throws SQLException {
        guest.setAutoCommit(false);
        number(guest);
    }

    /// A daemon may be there sooner than that, and would find nobody to end.
    private static void awaitHeldForASecond(PostgresServer server, int sessions) {
        String held =
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE usename = 'shop' AND state = 'idle in transaction'
                  AND clock_timestamp() - state_change > interval '1 s'
                """;
        Awaitility.await("the transactions are older than a second")
                .atMost(io.caretaker.it.Daemon.LONG)
                .until(() -> server.sql(held).strip().equals(Integer.toString(sessions)));
    }

    @Test
    void a_recovery_is_recognised_and_not_asked_for_again() throws Exception {
        prepare();
        var order = new Order("POST", "/api/v1/services/svc_a/recover", "{}", "submit", _ -> 0);
        dieOver(order, 1);
        try (var anew = HaltingCaretaker.on(directory)) {
            HttpResponse<String> again = send(anew.address(), order);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(202);
            HttpResponse<String> more = send(anew.address(), order);
            assertThat(more.headers().firstValue("Location"))
                    .isEqualTo(again.headers().firstValue("Location"));
            assertThat(count(new Order("", "", "", "", audited("recovery.request"))))
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void an_answer_outlives_the_daemon_that_gave_it() throws Exception {
        prepare();
        Order order = orders().findFirst().orElseThrow();
        String first;
        try (var daemon = HaltingCaretaker.on(directory)) {
            HttpResponse<String> answer = send(daemon.address(), order);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            first = answer.body();
        }
        try (var anew = HaltingCaretaker.on(directory)) {
            HttpResponse<String> again = send(anew.address(), order);
            assertThat(again.body()).isEqualTo(first);
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        }
        assertThat(count(order)).isEqualTo(1);
    }
}
