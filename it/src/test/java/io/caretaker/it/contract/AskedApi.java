package io.caretaker.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.testkit.api.AnswerCheck;
import io.caretaker.testkit.api.ApiDescription;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API of a running caretaker, each answer of which is judged by its description.
final class AskedApi implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String address;
    private final ApiDescription description;
    private final AnswerCheck check;

    /// @param address without a slash at its end
    AskedApi(String address) {
        this.address = address;
        this.description = ApiDescription.of(send(request("/openapi.json").GET()).body());
        this.check = new AnswerCheck(description);
    }

    ApiDescription description() {
        return description;
    }

    AnswerCheck check() {
        return check;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Reads; also once more with the tag of what was read.
    JsonNode get(String path) {
        HttpResponse<String> answer = judged(send(request(path).GET()), 200);
        String tag = answer.headers().firstValue("ETag").orElse("none");
        HttpResponse<String> again = send(request(path).header("If-None-Match", tag).GET());
        judged(again, again.statusCode() == 304 ? 304 : 200);
        return json(answer);
    }

    /// Reads what is no JSON.
    String text(String path) {
        return judged(send(request(path).GET()), 200).body();
    }

    /// Looks whether it can be read, without judging.
    HttpResponse<String> peek(String path) {
        return send(request(path).GET());
    }

    /// Posts, and once more with the same key.
    JsonNode post(String path, String body, int status) {
        return post(path, "application/json", body, status);
    }

    JsonNode post(String path, String type, String body, int status) {
        fits("POST", path, body);
        String key = UUID.randomUUID().toString();
        return twice(() -> posted(path, type, body, key), path, status);
    }

    private JsonNode twice(Supplier<HttpRequest.Builder> request, String path, int status) {
        HttpResponse<String> answer = judged(send(request.get()), status);
        HttpResponse<String> again = judged(send(request.get()), status);
        assertThat(again.body()).isEqualTo(answer.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).as(path).contains("true");
        return json(answer);
    }

    /// What is sent is as described, too.
    private void fits(String method, String path, String body) {
        assertThat(description.requestComplaints(method, path, body)).as(body).isEmpty();
    }

    private HttpRequest.Builder posted(String path, String type, String body, String key) {
        return request(path)
                .header("Content-Type", type)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }

    /// Changes or removes, and once more with the same key.
    JsonNode change(String method, String path, String body, int status) {
        fits(method, path, body);
        String type = method.equals("PATCH") ? "application/merge-patch+json" : "application/json";
        String key = UUID.randomUUID().toString();
        return twice(
                () ->
                        request(path)
                                .header("Content-Type", type)
                                .header("Idempotency-Key", key)
                                .method(method, BodyPublishers.ofString(body)),
                path,
                status);
    }

    /// Opens a stream, and leaves it at once.
    void open(String path) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                client.send(request(path).build(), BodyHandlers.ofInputStream());
        answer.body().close();
        assertThat(check.complaints("GET", path, answer.statusCode(), answer.headers().map(), ""))
                .isEmpty();
    }

    private HttpResponse<String> judged(HttpResponse<String> answer, int status) {
        URI uri = answer.request().uri();
        String path = uri.getPath();
        assertThat(answer.statusCode()).as(uri + " " + answer.body()).isEqualTo(status);
        assertThat(
                        check.complaints(
                                answer.request().method(),
                                path,
                                status,
                                answer.headers().map(),
                                answer.body()))
                .as(answer.body())
                .isEmpty();
        return answer;
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    @Override
    public void close() {
        client.close();
    }
}
