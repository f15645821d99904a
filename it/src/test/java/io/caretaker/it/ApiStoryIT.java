package io.caretaker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.cli.Blueprint;
import io.caretaker.cli.Wiring;
import io.caretaker.testkit.server.PostgresServer;
import io.caretaker.web.Face;
import io.caretaker.web.ListenAddress;
import io.caretaker.web.WebSettings;
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
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program looks after a PostgreSQL server over the API alone.
class ApiStoryIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path directory;
    private final HttpClient client = HttpClient.newHttpClient();
    private PostgresServer server;
    private Wiring wiring;
    private Face face;

    @BeforeEach
    void start() {
        server = PostgresServer.startNew();
        wiring = new Wiring(Blueprint.standard(directory, "here"), List.of());
        wiring.caretaker().start();
        face =
                Face.serve(
                        wiring.daemon(),
                        WebSettings.on(List.of(new ListenAddress("127.0.0.1", 0)), true));
    }

    @AfterEach
    void stop() {
        face.close();
        wiring.caretaker().close();
        wiring.close();
        server.close();
        client.close();
    }

    private HttpResponse<String> send(String method, String path, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(face.addresses().getFirst()).resolve(path))
                            .header("Content-Type", "application/json")
                            .method(method, BodyPublishers.ofString(body))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String get(String path) {
        HttpResponse<String> answer = send("GET", path, "");
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String field(String json, String name) {
        Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    private String adopt() {
        HttpResponse<String> plan =
                send("POST", "/api/v1/discovery/" + server.port() + "/adopt", "{\"dry_run\":true}");
        assertThat(plan.body()).contains("steps", "grants");
        HttpResponse<String> adopted =
                send("POST", "/api/v1/discovery/" + server.port() + "/adopt", "{\"heal\":true}");
        assertThat(adopted.statusCode()).as(adopted.body()).isEqualTo(200);
        String id = field(adopted.body(), "service_id");
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(get("/api/v1/services/" + id))
                                .contains("\"current_status\":\"running\""));
        return id;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:"
                        + server.port()
                        + "/postgres?user=shop&password=shop");
    }

    @Test
    void a_blocker_is_found_and_terminated_and_the_audit_log_names_the_caller() throws Exception {
        String id = adopt();
        assertThat(get("/api/v1/databases")).contains("\"" + id + "\"");
        await().atMost(LONG)
                .until(() ->
                        send("GET", "/api/v1/databases/" + id + "/health", "").statusCode() == 200);
        assertThat(get("/api/v1/databases/" + id + "/health"))
                .contains("\"score\":", "\"total_connections\":");
        assertThat(send("POST", "/api/v1/databases/" + id + "/health/check", "").body())
                .contains("\"reachable\":true", "\"details\":");

        server.sql(
                "CREATE ROLE shop LOGIN PASSWORD 'shop'; CREATE TABLE stock (n int);"
                        + " INSERT INTO stock VALUES (1); ALTER TABLE stock OWNER TO shop");
        try (Connection blocker = connect();
                Connection waiting = connect()) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE stock SET n = 2");
            var stuck =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    waiting.createStatement().execute("UPDATE stock SET n = 3");
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await().atMost(LONG)
                    .until(() ->
                            get("/api/v1/databases/" + id + "/locks").contains("\"waiting\":1"));
            Matcher pid =
                    Pattern.compile("\"trees\":\\[\\{\"pid\":([0-9]+)")
                            .matcher(get("/api/v1/databases/" + id + "/locks"));
            assertThat(pid.find()).isTrue();
            String path = "/api/v1/databases/" + id + "/sessions/" + pid.group(1) + "/terminate";
            assertThat(send("POST", path, "{\"dry_run\":true}").body())
                    .contains("\"dry_run\":true");
            HttpResponse<String> ended = send("POST", path, "");
            assertThat(ended.body()).contains("\"result\":\"terminated\"");
            stuck.join();
            assertThat(server.sql("SELECT n FROM stock").strip()).isEqualTo("3");
        }
        assertThat(get("/api/v1/audit?limit=20"))
                .contains("\"actor\":\"local", "\"action\":\"session.terminate\"");
    }

    @Test
    void a_killed_server_is_recovered_when_somebody_asks() throws Exception {
        String id = adopt();
        send("PATCH", "/api/v1/services/" + id, "{\"recovery\":{\"recover_on_down\":false}}");
        server.kill();
        await().atMost(LONG)
                .untilAsserted(() ->
                        assertThat(get("/api/v1/services/" + id))
                                .containsPattern("\"current_status\":\"(stopped|error)\""));
        assertThat(get("/api/v1/services/" + id + "/recovery")).contains("\"would_act\":true");
        HttpResponse<String> answer =
                send("POST", "/api/v1/services/" + id + "/recover", "{\"wait_sec\":60}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("\"success\":true", "\"requested_by\":\"local");
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(get(location)).isEqualTo(answer.body());
        assertThat(get("/api/v1/services/" + id)).contains("\"current_status\":\"running\"");
    }
}
