package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.FaceRig;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntriesTest {
    private static final String HOST =
            "{\"ip_address\":\"10.0.0.9\",\"environment\":\"staging\",\"region\":\"here\"}";
    @TempDir Path directory;
    private FaceRig rig;

    @BeforeEach
    void serve() {
        rig = FaceRig.in(directory);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        return rig.send(rig.request(path, headers).method(method, BodyPublishers.ofString(body)));
    }

    private static String tag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void an_entry_goes_round_and_is_seen_at_once() {
        HttpResponse<String> created = send("PUT", "/api/v1/hosts/db9", HOST);
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Location")).contains("/api/v1/hosts/db9");

        HttpResponse<String> read = rig.get("/api/v1/hosts/db9");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(Json.object(read.body())).containsEntry("environment", "staging");

        HttpResponse<String> patched =
                send("PATCH", "/api/v1/hosts/db9", "{\"region\":\"there\"}", "If-Match", tag(read));
        assertThat(patched.statusCode()).isEqualTo(200);
        assertThat(Json.object(rig.get("/api/v1/hosts/db9").body()))
                .containsEntry("region", "there");

        HttpResponse<String> removed = send("DELETE", "/api/v1/hosts/db9", "");
        assertThat(Json.object(removed.body())).containsEntry("removed", List.of("db9"));
        assertThat(rig.get("/api/v1/hosts/db9").statusCode()).isEqualTo(404);
        assertThat(Json.list(rig.get("/api/v1/audit?target=db9").body()))
                .extracting(each -> each.get("action"))
                .containsExactly("host.remove", "host.set", "host.add");
    }

    @Test
    void a_service_is_posted_patched_and_read_with_its_state() {
        HttpResponse<String> created =
                rig.post(
                        "/api/v1/services",
                        "{\"service_id\":\"mail\",\"host_id\":\"db1\",\"monitoring\":{\"method\":\"tcp\"},"
                                + "\"check\":{\"host\":\"127.0.0.1\",\"port\":25}}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(rig.get("/api/v1/services/mail").body()).contains("current_status");
        assertThat(send("PATCH", "/api/v1/services/mail", "{\"tags\":[\"post\"]}").statusCode())
                .isEqualTo(200);
        assertThat(Json.list(rig.get("/api/v1/services?tag=post").body())).hasSize(1);
        assertThat(rig.post("/api/v1/services", created.body()).statusCode()).isEqualTo(409);
    }

    @Test
    void only_the_first_of_two_writers_wins() throws Exception {
        String tag = tag(rig.get("/api/v1/services/orders"));
        try (var both = Executors.newFixedThreadPool(2)) {
            Future<Integer> first = both.submit(() -> described("first", tag));
            Future<Integer> second = both.submit(() -> described("second", tag));
            assertThat(List.of(first.get(), second.get())).containsExactlyInAnyOrder(200, 412);
        }
    }

    private int described(String text, String tag) {
        return send(
                        "PATCH",
                        "/api/v1/services/orders",
                        "{\"description\":\"" + text + "\"}",
                        "If-Match",
                        tag)
                .statusCode();
    }

    @Test
    void a_state_that_changes_does_not_hinder_a_change_of_the_entry() {
        String tag = tag(rig.get("/api/v1/services/orders"));
        assertThat(tag).matches("\"[0-9a-f]{32}-[0-9a-f]{8}\"");
        String entry = tag.replaceFirst("-[0-9a-f]{8}", "-00000000");
        assertThat(described("other state", entry)).isEqualTo(200);
        assertThat(send("PUT", "/api/v1/hosts/db1", HOST, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(send("PUT", "/api/v1/hosts/db7", HOST, "If-Match", "*").statusCode())
                .isEqualTo(412);
    }

    @Test
    void what_is_only_tried_changes_nothing() {
        assertThat(send("PUT", "/api/v1/hosts/db9?dry_run=true", HOST).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/api/v1/hosts/db1?dry_run=true", "").body()).contains("orders");
        assertThat(rig.get("/api/v1/hosts/db9").statusCode()).isEqualTo(404);
        assertThat(rig.get("/api/v1/hosts/db1").statusCode()).isEqualTo(200);
    }

    @Test
    void all_that_is_wrong_with_a_body_is_said_at_once() {
        HttpResponse<String> answer =
                send(
                        "PUT",
                        "/api/v1/hosts/db9",
                        "{\"ip_adress\":\"10.0.0.9\",\"status\":\"lazy\"}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("content-type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("ip_adress", "ip_address", "lazy", "region");
    }

    @Test
    void lists_are_narrowed_and_unknown_filters_are_refused() {
        assertThat(Json.list(rig.get("/api/v1/services?host=db1").body())).hasSize(2);
        assertThat(Json.list(rig.get("/api/v1/services?host=db1&q=WIK").body()))
                .extracting(each -> each.get("service_id"))
                .containsExactly("wiki");
        assertThat(Json.list(rig.get("/api/v1/hosts?environment=nowhere").body())).isEmpty();
        HttpResponse<String> answer = rig.get("/api/v1/services?enviroment=production");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("did you mean 'environment'?");
        assertThat(rig.get("/api/v1/services?status=lazy").statusCode()).isEqualTo(422);
        assertThat(rig.get("/api/v1/services?stale=maybe").statusCode()).isEqualTo(422);
    }

    @Test
    void pages_lead_through_everything_that_stays_while_the_inventory_changes() {
        rig.close();
        List<String> ids = IntStream.range(0, 2500).mapToObj(i -> "s%05d".formatted(i)).toList();
        rig =
                FaceRig.in(
                        directory.resolve("many"),
                        FaceRig.free(),
                        ids.stream().map(id -> FaceRig.service("db1", id)).toList());
        var seen = new ArrayList<String>();
        String path = "/api/v1/services?limit=400";
        for (int page = 0; !path.isEmpty(); page++) {
            HttpResponse<String> answer = rig.get(path);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(
                            answer.headers()
                                    .firstValue("X-Total-Count")
                                    .map(Integer::parseInt)
                                    .orElse(0))
                    .isBetween(2490, 2510);
            Json.list(answer.body())
                    .forEach(each -> seen.add(String.valueOf(each.get("service_id"))));
            // What was the last of the page goes, and something new comes before it.
            send("DELETE", "/api/v1/services/" + seen.getLast(), "");
            send(
                    "PUT",
                    "/api/v1/services/a%05d".formatted(page),
                    "{\"host_id\":\"db1\",\"monitoring\":{\"method\":\"ssh\"}}");
            path =
                    answer.headers()
                            .firstValue("Link")
                            .map(link -> link.substring(1, link.indexOf('>')))
                            .orElse("");
        }
        assertThat(seen).doesNotHaveDuplicates().containsExactlyElementsOf(ids);
    }
}
