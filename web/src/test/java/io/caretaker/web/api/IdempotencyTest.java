package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.FaceRig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyTest {
    private static final String KEY = "Idempotency-Key";
    private static final String MUTE = "{\"all\":true,\"for\":\"1h\"}";
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

    private int mutes() {
        return Json.list(rig.get("/api/v1/mutes").body()).size();
    }

    @Test
    void a_request_that_is_sent_again_is_answered_again_and_done_once() {
        HttpResponse<String> first = rig.post("/api/v1/mutes", MUTE, KEY, "one");
        HttpResponse<String> again = rig.post("/api/v1/mutes", MUTE, KEY, "one");

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(mutes()).isEqualTo(1);

        assertThat(rig.post("/api/v1/mutes", MUTE, KEY, "two").statusCode()).isEqualTo(201);
        assertThat(mutes()).isEqualTo(2);
    }

    @Test
    void another_request_with_the_same_key_is_refused() {
        rig.post("/api/v1/mutes", MUTE, KEY, "one");
        HttpResponse<String> other =
                rig.post("/api/v1/mutes", "{\"all\":true,\"forever\":true}", KEY, "one");
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(rig.post("/api/v1/mutes", MUTE, KEY, " ").statusCode()).isIn(400, 201);
        assertThat(rig.post("/api/v1/mutes", MUTE, KEY, "x".repeat(256)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void what_was_refused_is_refused_again() {
        String service = "{\"service_id\":\"new\",\"host_id\":\"nowhere\"}";
        HttpResponse<String> first = rig.post("/api/v1/services", service, KEY, "one");
        HttpResponse<String> again = rig.post("/api/v1/services", service, KEY, "one");
        assertThat(first.statusCode()).isEqualTo(422);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
    }

    @Test
    void of_requests_at_the_same_time_one_is_done() throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            var all = new ArrayList<Future<HttpResponse<String>>>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> rig.post("/api/v1/mutes", MUTE, KEY, "same")));
            }
            var statuses = new ArrayList<Integer>();
            for (Future<HttpResponse<String>> each : all) {
                statuses.add(each.get().statusCode());
            }
            assertThat(statuses).isSubsetOf(List.of(201, 409)).contains(201);
        }
        assertThat(mutes()).isEqualTo(1);
    }

    @Test
    void a_recovery_is_asked_for_once_also_by_a_face_that_was_started_anew() {
        HttpResponse<String> first = rig.post("/api/v1/services/orders/recover", "{}", KEY, "heal");
        assertThat(first.statusCode()).isEqualTo(202);
        String location = first.headers().firstValue("Location").orElseThrow();
        try (var another = io.caretaker.web.Face.serve(rig.daemon(), FaceRig.free())) {
            String address = another.addresses().getFirst();
            HttpResponse<String> again =
                    rig.send(
                            java.net.http.HttpRequest.newBuilder(
                                            java.net.URI.create(
                                                    address + "api/v1/services/orders/recover"))
                                    .header(KEY, "heal")
                                    .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(again.headers().firstValue("Location")).contains(location);
        }
        assertThat(rig.get(location).statusCode()).isEqualTo(200);
        assertThat(rig.post("/api/v1/services/wiki/recover", "{}", KEY, "heal").statusCode())
                .isEqualTo(422);
    }

    private static HttpResponse<String> sent(
            io.caretaker.web.Face face, FaceRig rig, String path, String body, String key) {
        return rig.send(
                java.net.http.HttpRequest.newBuilder(
                                java.net.URI.create(face.addresses().getFirst() + path))
                        .header(KEY, key)
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void also_a_face_that_was_started_anew_answers_as_the_first_time() {
        HttpResponse<String> first = rig.post("/api/v1/mutes", MUTE, KEY, "one");
        try (var another = io.caretaker.web.Face.serve(rig.daemon(), FaceRig.free())) {
            HttpResponse<String> again = sent(another, rig, "api/v1/mutes", MUTE, "one");
            assertThat(again.statusCode()).isEqualTo(201);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        }
        assertThat(mutes()).isEqualTo(1);
    }

    @Test
    void no_key_and_nothing_that_was_sent_is_on_disk() throws java.io.IOException {
        rig.post(
                "/api/v1/mutes",
                "{\"all\":true,\"for\":\"1h\",\"reason\":\"hidden\"}",
                KEY,
                "mine");
        assertThat(
                        java.nio.file.Files.readString(
                                directory.resolve("access").resolve("requests.jsonl")))
                .doesNotContain("mine", "hidden")
                .contains("\"asked\"");
    }

    @Test
    void a_change_is_made_once_whatever_its_method() {
        var put =
                rig.request("/api/v1/pause", KEY, "pause")
                        .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{\"for\":\"1h\"}"));
        HttpResponse<String> first = rig.send(put);
        HttpResponse<String> again = rig.send(put);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        var delete = rig.request("/api/v1/services/wiki", KEY, "gone").DELETE();
        assertThat(rig.send(delete).statusCode()).isEqualTo(rig.send(delete).statusCode());
    }
}
