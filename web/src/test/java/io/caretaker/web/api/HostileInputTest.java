package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.web.FaceRig;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileInputTest {
    private static final int REQUESTS = 4000;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "orders",
                    "db1",
                    "-1",
                    "0",
                    "99999999999999999999",
                    "1e308",
                    "NaN",
                    "true",
                    "null",
                    "..",
                    "../../etc/passwd",
                    "a/b",
                    "'; DROP TABLE hosts; --",
                    "<script>alert(1)</script>",
                    "\u0000",
                    "\u001b[31m",
                    "\r\nX-Evil: yes",
                    "ünïcödé",
                    "\ud83d\ude00",
                    "%00",
                    "%zz",
                    "2026-13-99T99:99:99Z",
                    "-999999999-01-01T00:00:00Z",
                    "+999999999-12-31T23:59:59Z",
                    "9999999999d",
                    "999999999d999999999d",
                    "x".repeat(2000));
    @TempDir Path directory;
    private final Random random = new Random(20_261_128);

    private record Target(String method, String path, List<String> parameters) {}

    @Test
    void nothing_that_is_sent_meets_a_defect_or_shows_the_inside() {
        try (var rig = FaceRig.in(directory)) {
            List<Target> targets = targets(Json.object(rig.get("/openapi.json").body()));
            for (int i = 0; i < REQUESTS; i++) {
                Target target = targets.get(random.nextInt(targets.size()));
                HttpRequest.Builder request = request(rig, target);
                HttpResponse<String> answer = rig.send(request);
                String what = i + ": " + request.build() + " " + answer.body();
                assertThat(answer.statusCode()).as(what).isNotEqualTo(500);
                assertThat(answer.body())
                        .as(what)
                        .doesNotContain("io.caretaker", "java.", "Exception", "\tat ");
                if (answer.statusCode() >= 400) {
                    assertThat(answer.headers().firstValue("content-type"))
                            .as(what)
                            .contains("application/problem+json");
                    assertThat(Json.object(answer.body())).containsKeys("status", "detail", "code");
                }
            }
            assertThat(rig.get("/api/v1/status").statusCode()).isEqualTo(200);
        }
    }

    private static List<Target> targets(Map<String, @Nullable Object> api) {
        var targets = new ArrayList<Target>();
        Json.object(api.get("paths"))
                .forEach((path, methods) ->
                        Json.object(methods)
                                .forEach((method, operation) -> {
                                    if (path.startsWith("/api/") && !path.endsWith("/events")) {
                                        targets.add(
                                                new Target(
                                                        method.toUpperCase(Locale.ROOT),
                                                        path,
                                                        query(Json.object(operation))));
                                    }
                                }));
        return targets;
    }

    private static List<String> query(Map<String, @Nullable Object> operation) {
        return Json.list(operation.get("parameters")).stream()
                .filter(each -> "query".equals(each.get("in")))
                .map(each -> String.valueOf(each.get("name")))
                .toList();
    }

    private HttpRequest.Builder request(FaceRig rig, Target target) {
        var address = new StringBuilder();
        for (String segment : target.path().substring(1).split("/", -1)) {
            address.append('/').append(segment.startsWith("{") ? encoded(name()) : segment);
        }
        char before = '?';
        for (String parameter : target.parameters()) {
            if (random.nextInt(3) == 0) {
                address.append(before).append(parameter).append('=').append(encoded(text()));
                before = '&';
            }
        }
        if (random.nextInt(8) == 0) {
            address.append(before).append(encoded(text())).append('=').append(encoded(text()));
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(rig.address("/").resolve("/") + address.substring(1)));
        for (String header : List.of("If-Match", "If-None-Match", "Idempotency-Key", "Accept")) {
            if (random.nextInt(8) == 0) {
                request.header(header, visible(text()));
            }
        }
        if (random.nextInt(4) > 0) {
            request.header(
                    "Content-Type",
                    List.of(
                                    "application/json",
                                    "application/json",
                                    "application/yaml",
                                    "text/html",
                                    ";;;",
                                    "application/x-www-form-urlencoded")
                            .get(random.nextInt(6)));
        }
        return request.method(
                target.method(),
                target.method().equals("GET")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofByteArray(body()));
    }

    private String name() {
        return random.nextBoolean()
                ? List.of("orders", "wiki", "db1", "production", "8321").get(random.nextInt(5))
                : text();
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static String encoded(String text) {
        return text.equals("%zz") || text.equals("%00")
                ? "%00"
                : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String visible(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?").strip() + "x";
    }

    private byte[] body() {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                yield bytes;
            }
            case 2 -> "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            case 3 -> "{\"a\":1,\"a\":2}".getBytes(StandardCharsets.UTF_8);
            case 4 -> (quoted(text()) + "trailing").getBytes(StandardCharsets.UTF_8);
            default -> object(3).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static final List<String> FIELDS =
            List.of(
                    "host_id",
                    "service_id",
                    "env_name",
                    "ip_address",
                    "environment",
                    "region",
                    "monitoring",
                    "check",
                    "interval_sec",
                    "recovery",
                    "tags",
                    "dependencies",
                    "care",
                    "maintenance_window",
                    "start_time",
                    "timezone",
                    "created_at",
                    "for",
                    "until",
                    "forever",
                    "all",
                    "alert",
                    "matcher",
                    "comment",
                    "force",
                    "wait_secs",
                    "dry_run",
                    "engine",
                    "host",
                    "port",
                    "password",
                    "timeout",
                    "channels",
                    "only",
                    "sample",
                    "method");

    private String object(int depth) {
        var text = new StringBuilder("{");
        int fields = random.nextInt(6);
        var names = new ArrayList<String>();
        for (int i = 0; i < fields; i++) {
            String name = FIELDS.get(random.nextInt(FIELDS.size()));
            if (!names.contains(name)) {
                text.append(names.isEmpty() ? "" : ",")
                        .append(quoted(name))
                        .append(':')
                        .append(value(depth));
                names.add(name);
            }
        }
        return text.append('}').toString();
    }

    private String value(int depth) {
        return switch (random.nextInt(9)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> String.valueOf(random.nextInt());
            case 3 -> "1" + "0".repeat(random.nextInt(39));
            case 4 -> "-1e" + random.nextInt(400);
            case 5 -> depth > 0 ? object(depth - 1) : "{}";
            case 6 -> "[" + quoted(text()) + "," + (depth > 0 ? value(depth - 1) : "1") + "]";
            default -> quoted(text());
        };
    }

    private static String quoted(String text) {
        return io.caretaker.core.document.JsonText.line(text);
    }
}
