package io.caretaker.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.testkit.api.AnswerCheck;
import io.caretaker.testkit.api.ApiDescription;
import io.caretaker.web.FaceRig;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescriptionTest {
    @TempDir Path directory;
    private FaceRig rig;
    private Map<String, @Nullable Object> api;
    private AnswerCheck check;

    @BeforeEach
    void serve() {
        rig = FaceRig.in(directory);
        String text = rig.get("/openapi.json").body();
        api = Json.object(text);
        check = new AnswerCheck(ApiDescription.of(text));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private record Described(String method, String path, Map<String, @Nullable Object> operation) {}

    private List<Described> operations() {
        var all = new ArrayList<Described>();
        Json.object(api.get("paths"))
                .forEach((path, methods) ->
                        Json.object(methods)
                                .forEach((method, operation) ->
                                        all.add(
                                                new Described(
                                                        method, path, Json.object(operation)))));
        return all;
    }

    @Test
    void every_operation_has_an_id_of_its_own_and_describes_its_path() {
        List<Described> all = operations();
        assertThat(all).hasSizeGreaterThan(50);
        assertThat(all)
                .extracting(each -> each.operation().get("operationId"))
                .doesNotHaveDuplicates();
        for (Described each : all) {
            var declared =
                    Json.list(each.operation().get("parameters")).stream()
                            .filter(parameter -> "path".equals(parameter.get("in")))
                            .map(parameter -> String.valueOf(parameter.get("name")))
                            .toList();
            var wanted = new ArrayList<String>();
            Matcher names = Pattern.compile("\\{([^}]+)}").matcher(each.path());
            while (names.find()) {
                wanted.add(names.group(1));
            }
            assertThat(declared).as(each.path()).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(String.valueOf(each.operation().get("summary"))).isNotBlank();
        }
    }

    @Test
    void it_is_openapi_3_1() {
        assertThat(ApiDescription.of(rig.get("/openapi.json").body()).flaws()).isEmpty();
        assertThat(ApiDescription.of("{\"openapi\":\"3.1.0\",\"paths\":{\"x\":{}}}").flaws())
                .hasSizeGreaterThan(1);
    }

    @Test
    void every_reference_leads_somewhere() {
        var schemas = Json.object(Json.object(api.get("components")).get("schemas"));
        Matcher references =
                Pattern.compile("#/components/schemas/([A-Za-z]+)")
                        .matcher(rig.get("/openapi.json").body());
        int found = 0;
        while (references.find()) {
            assertThat(schemas).containsKey(references.group(1));
            found++;
        }
        assertThat(found).isGreaterThan(30);
    }

    @Test
    void what_is_answered_is_what_is_declared() {
        rig.answering("wiki", new Outcome.Down(Fault.REFUSED, "connection refused", null));
        await().until(() -> Json.list(rig.get("/api/v1/alerts").body()).size() == 1);
        await().until(() ->
                Json.list(rig.get("/api/v1/services/orders/history").body()).size() > 1);
        rig.post("/api/v1/mutes", "{\"matcher\":{\"services\":[\"wiki\"]},\"for\":\"2h\"}");
        send("PUT", "/api/v1/environments/staging", "{\"description\":\"before production\"}");
        String alert =
                String.valueOf(
                        Json.list(rig.get("/api/v1/alerts").body()).getFirst().get("alert_id"));
        rig.post("/api/v1/alerts/" + alert + "/acknowledge", "{\"comment\":\"mine\"}");
        String asked =
                String.valueOf(
                        Json.object(rig.post("/api/v1/services/wiki/recover", "").body())
                                .get("id"));
        int answered = 0;
        for (Described each : operations()) {
            if (each.method().equals("get")
                    && each.path().startsWith("/api/")
                    && !each.path().endsWith("/events")) {
                String path =
                        each.path()
                                .replace("{host_id}", "db1")
                                .replace("{service_id}", "wiki")
                                .replace("{env_name}", "staging")
                                .replace("{alert_id}", alert)
                                .replace("{request_id}", asked);
                if (!path.contains("{")) {
                    fits(path, rig.get(path));
                    answered++;
                }
            }
        }
        assertThat(answered).isGreaterThan(20);
    }

    private void fits(String path, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(path + answer.body()).isEqualTo(200);
        assertThat(complaints("GET", path, answer)).isEmpty();
    }

    private List<String> complaints(String method, String path, HttpResponse<String> answer) {
        return check.complaints(
                method, path, answer.statusCode(), answer.headers().map(), answer.body());
    }

    private void send(String method, String path, String body) {
        rig.send(
                rig.request(path)
                        .method(method, java.net.http.HttpRequest.BodyPublishers.ofString(body)));
    }
}
