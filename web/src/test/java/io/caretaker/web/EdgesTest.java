package io.caretaker.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.access.Token;
import io.caretaker.web.access.TokenFile;
import io.caretaker.web.http.Access;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What comes over the edges: odd clients, odd values, and who is written down.
@Timeout(60)
class EdgesTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir Path directory;

    @Test
    void who_acts_with_a_token_is_written_down_with_the_address_whichever_way_it_comes() {
        var tokensOnly = FaceRig.free().with(new AccessSettings(List.of(), List.of(), Access.OPEN));
        try (var rig = FaceRig.in(directory, tokensOnly)) {
            Token.Made made = Token.make("anna", Access.ADMIN, Instant.now(), null);
            new TokenFile(directory)
                    .change(all -> {
                        var more = new ArrayList<>(all);
                        more.add(made.token());
                        return more;
                    });
            String bearer = "Bearer " + made.secret();
            HttpResponse<String> paused =
                    rig.send(
                            rig.request(
                                            "/api/v1/pause",
                                            "Authorization",
                                            bearer,
                                            "Content-Type",
                                            "application/json")
                                    .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
            HttpResponse<String> resumed =
                    rig.post(
                            "/approvals/resume", "", "Authorization", bearer, "Content-Type", FORM);
            assertThat(resumed.statusCode()).as(resumed.body()).isEqualTo(303);

            assertThat(rig.store().audit().recent(null, 2))
                    .extracting(each -> each.entry().actor())
                    .containsOnly("token:anna@127.0.0.1");
        }
    }

    @Test
    void a_client_that_asks_as_an_old_proxy_does_is_nobody_of_this_machine() throws IOException {
        try (var rig = FaceRig.in(directory)) {
            assertThat(rig.get("/api/v1/status").statusCode()).isEqualTo(200);
            assertThat(
                            raw(
                                    rig.address("/"),
                                    "GET /api/v1/status HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(raw(rig.address("/"), "GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(rig.address("/"), "GET /healthz HTTP/1.0\r\n\r\n"))
                    .as("without a name, as HTTP/1.0 allows")
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(rig.address("/"), "GET /api/v1/status HTTP/1.0\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
            assertThat(raw(rig.address("/"), "GET /healthz HTTP/1.1\r\n\r\n"))
                    .startsWith("HTTP/1.1 400");
        }
    }

    private static String raw(URI address, String request) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void a_place_to_go_back_to_that_no_header_can_hold_is_left_out() {
        try (var rig = FaceRig.in(directory)) {
            HttpResponse<String> answer =
                    rig.post("/do/pause", "time=1h&back=/%E2%82%AC", "Content-Type", FORM);

            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(answer.headers().firstValue("Location")).contains("/");
        }
    }

    @Test
    void an_instant_at_the_end_of_time_is_refused() {
        try (var rig = FaceRig.in(directory)) {
            for (String odd :
                    List.of("-1000000000-01-01T00:00:00Z", "%2B1000000000-12-31T23:59:59Z")) {
                HttpResponse<String> answer = rig.get("/api/v1/services/orders/series?to=" + odd);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
            }
        }
    }

    @Test
    void compressed_and_plain_answers_have_tags_of_their_own_and_both_are_known_again() {
        try (var rig = FaceRig.in(directory)) {
            String plain = rig.get("/openapi.json").headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> compressed = rig.get("/openapi.json", "Accept-Encoding", "gzip");

            assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
            assertThat(compressed.headers().firstValue("ETag")).contains("W/" + plain);
            for (String tag : List.of(plain, "W/" + plain)) {
                HttpResponse<String> again =
                        rig.get("/openapi.json", "Accept-Encoding", "gzip", "If-None-Match", tag);
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(again.headers().firstValue("Vary")).contains("Accept-Encoding");
            }
        }
    }

    @Test
    void reading_the_whole_audit_log_is_not_done_again_at_once() {
        try (var rig = FaceRig.in(directory)) {
            String first = rig.get("/api/v1/audit/verify").body();
            rig.post("/do/pause", "time=1h", "Content-Type", FORM);

            assertThat(first).contains("\"intact\":true");
            assertThat(rig.get("/api/v1/audit/verify").body()).isEqualTo(first);
        }
    }

    @Test
    void a_log_in_that_is_refused_leaves_the_kept_passwords_alone() throws IOException {
        try (var rig = FaceRig.in(directory)) {
            Path kept =
                    Files.createDirectories(directory.resolve("credentials")).resolve("nowhere");
            Files.writeString(kept, "what is in use");
            String form =
                    "engine=postgresql&address=127.0.0.1&port=5432&user=care&secret=typed&tls=default"
                            + "&password=another&name=X&environment=production&region=here&service=";

            HttpResponse<String> refused =
                    rig.post("/inventory/databases/new", form + "nowhere", "Content-Type", FORM);

            assertThat(refused.statusCode()).as(refused.body()).isBetween(400, 499);
            assertThat(kept).hasContent("what is in use");
            HttpResponse<String> taken =
                    rig.post("/inventory/databases/new", form + "orders", "Content-Type", FORM);
            assertThat(taken.statusCode()).as(taken.body()).isEqualTo(303);
            assertThat(directory.resolve("credentials").resolve("orders")).hasContent("another");
        }
    }
}
