package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.document.JsonText;
import io.caretaker.core.document.ServiceDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A person adds a PostgreSQL server in a browser, and ends the session that blocks all others.
class DashboardStoryIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String SERVICE = "svc_stock_database";

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private PostgresServer server;
    private Daemon daemon;
    private Face face;

    @BeforeEach
    void start() {
        server = PostgresServer.startNew();
        daemon = Daemon.in(directory);
        daemon.start();
        face = daemon.serve(new ListenAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        face.close();
        daemon.close();
        server.close();
        client.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.header("Accept", "text/html").build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(face.addresses().getFirst()).resolve(path));
    }

    private String get(String path) {
        HttpResponse<String> answer = send(to(path).GET());
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> post(String path, String... fields) {
        var form = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            form.append(form.isEmpty() ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(
                to(path).header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form.toString())));
    }

    private String[] login(String port, String password, String kept) {
        return new String[] {
            "engine", "postgresql",
            "address", "127.0.0.1",
            "port", port,
            "user", String.valueOf(server.target().user()),
            "secret", "typed",
            "password", password,
            "kept", kept,
            "tls", "default",
            "name", "Stock database",
            "environment", "production",
            "region", "here"
        };
    }

    private String port() {
        return String.valueOf(server.port());
    }

    private static String first(String page, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(page);
        assertThat(found.find()).as(page).isTrue();
        return found.group(1);
    }

    private void add() {
        String password = server.password().reveal();
        String tried = post("/inventory/databases/test", login(port(), password, "")).body();
        assertThat(tried).containsPattern("It works|something cannot be seen");
        assertThat(tried).doesNotContain(password);
        String kept = first(tried, "name=\"kept\" value=\"([0-9a-f]{32})\"");
        HttpResponse<String> saved = post("/inventory/databases/new", login(port(), "", kept));
        assertThat(saved.statusCode()).as(saved.body()).isEqualTo(303);
        assertThat(saved.headers().firstValue("Location")).hasValue("/databases/" + SERVICE);
    }

    @Test
    void a_database_is_tried_and_added_and_its_password_is_in_no_page_and_no_inventory()
            throws Exception {
        assertThat(post("/inventory/databases/test", login("1", "x", "")).body())
                .contains("It is not reached", "usually has 5432");
        assertThat(post("/inventory/databases/test", login(port(), "wrong", "")).body())
                .contains("The log-in is refused", "GRANT pg_monitor");

        add();

        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(get("/databases/" + SERVICE))
                                .contains(" of 100", "At a glance"));
        Path file = directory.resolve("credentials").resolve(SERVICE);
        assertThat(file).hasContent(server.password().reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Inventory inventory = daemon.store.inventory().read();
        assertThat(inventory.services())
                .isNotEmpty()
                .extracting(each -> JsonText.line(ServiceDocument.of(each)))
                .noneMatch(each -> each.contains(server.password().reveal()));
        assertThat(get("/databases")).contains("Stock database");
        assertThat(get("/databases/" + SERVICE + "/details")).contains("Asked just now");
    }

    @Test
    void a_blocker_is_seen_and_terminated_after_a_question() throws Exception {
        add();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(get("/databases")).contains("Stock database"));
        server.sql("CREATE TABLE stock (n int); INSERT INTO stock VALUES (1)");
        String sessions = "/databases/" + SERVICE + "/sessions";
        try (Connection blocker = connect();
                Connection waiting = connect()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE stock SET n = 2");
            Thread stuck = Thread.ofVirtual().start(() -> update(waiting));
            await().atMost(LONG)
                    .until(() -> get(sessions).contains("1 session waits behind one session"));
            String id = first(get(sessions), "method=terminate&amp;id=([0-9]+)");
            String question = get(sessions + "/end?method=terminate&id=" + id);
            assertThat(question).contains("its transaction rolled back", "Nothing speaks against");
            String token = first(question, "name=\"session\" value=\"([^\"]+)\"");

            HttpResponse<String> stale =
                    post(sessions + "/end", "method", "terminate", "session", id + "@1970");
            assertThat(stale.statusCode()).isEqualTo(303);
            assertThat(get(sessions)).contains("waits behind one session");

            assertThat(
                            post(sessions + "/end", "method", "terminate", "session", token)
                                    .statusCode())
                    .isEqualTo(303);
            stuck.join();
            assertThat(server.sql("SELECT n FROM stock").strip()).isEqualTo("3");
        }
        assertThat(get("/audit?action=session")).contains("session.terminate", "local");
    }

    private static void update(Connection connection) {
        try {
            connection.createStatement().execute("UPDATE stock SET n = 3");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + server.port()
                        + "/postgres?user="
                        + server.target().user()
                        + "&password="
                        + server.password().reveal());
    }
}
