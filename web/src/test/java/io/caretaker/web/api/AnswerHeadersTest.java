package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caretaker.testkit.api.AnswerCheck;
import io.caretaker.testkit.api.ApiDescription;
import io.caretaker.web.FaceRig;
import io.caretaker.web.access.AccessSettings;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The headers of refusals, of repeated answers, and of all answers. Those of each operation are
/// met where all of them are asked.
class AnswerHeadersTest {
    private static final String KEY = "Idempotency-Key";
    private static final String HOST =
            """
            {"host_id": "db9", "ip_address": "10.0.0.9", "environment": "staging", "region": "eu"}\
            """;

    @TempDir Path directory;

    private static HttpResponse<String> judged(
            AnswerCheck check, HttpResponse<String> answer, int status) {
        String method = answer.request().method();
        String path = answer.request().uri().getPath();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(check.complaints(method, path, status, answer.headers().map(), answer.body()))
                .isEmpty();
        return answer;
    }

    @Test
    void what_refusals_say_in_headers_is_described_and_all_that_is_described_is_said() {
        var tokens = FaceRig.free().with(new AccessSettings(List.of(), List.of(), Access.OPEN));
        AnswerCheck check;
        try (var rig = FaceRig.in(directory.resolve("open"))) {
            check = new AnswerCheck(ApiDescription.of(rig.get("/openapi.json").body()));
            wellAndRepeated(rig, check);
            refused(rig, check);
        }
        try (var rig = FaceRig.in(directory.resolve("closed"), tokens)) {
            judged(check, rig.get("/api/v1/status"), 401);
            judged(check, rig.get("/api/v1/status", "HX-Request", "true"), 401);
            String[] wrong = {"Authorization", "Bearer ct_wrong"};
            for (int i = 0; i < 20 && rig.get("/api/v1/pause", wrong).statusCode() == 401; i++) {
                judged(check, rig.get("/api/v1/summary"), 401);
            }
            judged(check, rig.get("/api/v1/status", wrong), 429);
        }
        assertThat(check.unsentHeaders())
                .filteredOn(each -> each.startsWith("*") || each.contains("/components/"))
                .as("an encrypted way has a test of its own")
                .containsExactly("* Strict-Transport-Security");
    }

    private static void wellAndRepeated(FaceRig rig, AnswerCheck check) {
        HttpResponse<String> hosts = judged(check, rig.get("/api/v1/hosts"), 200);
        String tag = hosts.headers().firstValue("ETag").orElseThrow();
        judged(check, rig.get("/api/v1/hosts", "If-None-Match", tag), 304);
        HttpResponse<byte[]> compressed = rig.bytes("/api/v1/status", "Accept-Encoding", "gzip");
        assertThat(
                        check.complaints(
                                "GET",
                                "/api/v1/status",
                                200,
                                compressed.headers().map(),
                                unpacked(compressed.body())))
                .isEmpty();
        judged(check, rig.post("/api/v1/hosts", HOST, KEY, "first"), 201);
        HttpResponse<String> again = rig.post("/api/v1/hosts", HOST, KEY, "first");
        assertThat(judged(check, again, 201).headers().firstValue("Idempotency-Replayed"))
                .contains("true");
        judged(check, rig.post("/api/v1/hosts", HOST, KEY, "second"), 409);
        judged(check, rig.post("/api/v1/hosts", HOST, KEY, "second"), 409);
    }

    private static String unpacked(byte[] compressed) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refused(FaceRig rig, AnswerCheck check) {
        judged(
                check,
                rig.send(rig.request("/api/v1/status").method("DELETE", BodyPublishers.noBody())),
                405);
        String database =
                """
                {"service_id": "svc_pg", "host_id": "db1", "service_type": "postgresql",
                 "monitoring": {"method": "database"},
                 "check": {"engine": "postgresql", "port": 5432, "user": "care"}}\
                """;
        judged(check, rig.post("/api/v1/services", database), 201);
        HttpResponse<String> early = rig.get("/api/v1/databases/svc_pg/health");
        assertThat(judged(check, early, 503).headers().firstValue("Retry-After")).contains("1");
        judged(check, rig.get("/api/v1/hosts/nowhere"), 404);
        judged(check, rig.get("/api/v1/hosts?colour=red"), 422);
    }

    @Test
    void a_refusal_cannot_carry_a_header_that_is_not_described_for_it() {
        assertThat(new Refusal(503, "not now", "", Map.of(AnswerHeader.RETRY_AFTER, "1")).headers())
                .containsOnlyKeys(AnswerHeader.RETRY_AFTER);
        assertThatThrownBy(() -> new Refusal(404, "no", "", Map.of(AnswerHeader.RETRY_AFTER, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Retry-After");
    }
}
