package io.caretaker.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caretaker.cli.CommandLineRig;
import io.caretaker.cli.CommandLineRig.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertTestCommandIT {
    @TempDir Path directory;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private CommandLineRig caretaker;

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    received.add(
                            exchange.getRequestURI().getPath()
                                    + " "
                                    + new String(body, StandardCharsets.UTF_8));
                    int code = exchange.getRequestURI().getPath().equals("/gone") ? 404 : 200;
                    exchange.sendResponseHeaders(code, -1);
                    exchange.close();
                });
        receiver.start();
        caretaker = new CommandLineRig(directory);
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    private CommandLineRig configured(String... channels) {
        String at = "http://127.0.0.1:" + receiver.getAddress().getPort();
        return caretaker.configured(
                "alerting:\n  channels:\n    "
                        + String.join("\n    ", channels).replace("AT", at)
                        + "\n");
    }

    private static JsonNode read(Ran ran) {
        return JsonMapper.shared().readTree(ran.out());
    }

    @Test
    void a_test_message_is_really_sent_through_every_channel() {
        Ran ran =
                configured(
                                "one: {type: webhook, url: AT/one}",
                                "two: {type: webhook, url: {env: TWO}}")
                        .knowing(
                                Map.of(
                                        "TWO",
                                        "http://127.0.0.1:"
                                                + receiver.getAddress().getPort()
                                                + "/two"))
                        .run("alert", "test", "--format", "json");

        assertThat(ran.code()).isZero();
        JsonNode trials = read(ran);
        assertThat(trials).hasSize(2);
        assertThat(trials.get(0).get("channel").asString()).isEqualTo("one");
        assertThat(trials.get(0).get("ok").asBoolean()).isTrue();
        assertThat(trials.get(0).get("took_ms").isIntegralNumber()).isTrue();
        assertThat(trials.get(0).get("error").isNull()).isTrue();
        assertThat(received)
                .hasSize(2)
                .anyMatch(each -> each.startsWith("/one ") && each.contains("This is a test"))
                .anyMatch(each -> each.startsWith("/two "));
    }

    @Test
    void what_does_not_arrive_is_said_with_its_reason_and_in_the_exit_code() {
        Ran ran =
                configured(
                                "gone: {type: webhook, url: AT/gone}",
                                "locked: {type: webhook, url: AT/x, bearer: {env: NOT_SET}}",
                                "good: {type: webhook, url: AT/good}")
                        .run("alert", "test", "--format", "json");

        assertThat(ran.code()).isEqualTo(1);
        JsonNode trials = read(ran);
        assertThat(trials.get(0).get("ok").asBoolean()).isFalse();
        assertThat(trials.get(0).get("error").asString()).contains("404");
        assertThat(trials.get(1).get("error").asString()).contains("NOT_SET");
        assertThat(trials.get(2).get("ok").asBoolean()).isTrue();
    }

    @Test
    void only_the_named_channels_are_tried() {
        Ran ran =
                configured("one: {type: webhook, url: AT/one}", "two: {type: webhook, url: AT/two}")
                        .run("alert", "test", "two");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("two", "ok");
        assertThat(received).singleElement().satisfies(it -> assertThat(it).startsWith("/two "));
        Ran unknown = caretaker.run("alert", "test", "tow");
        assertThat(unknown.code()).isEqualTo(3);
        assertThat(unknown.err()).contains("did you mean 'two'?");
    }

    @Test
    void render_shows_what_would_be_sent_by_the_users_template_and_sends_nothing() {
        Ran ran =
                configured(
                                "one: {type: webhook, url: AT/one, template: {title: 'ALARM {{title}}'}}")
                        .run("alert", "test", "--render");
        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("one (webhook to ", "ALARM Orders is down");
        assertThat(received).isEmpty();
    }

    @Test
    void without_channels_it_is_said_how_to_get_one() {
        Ran ran = caretaker.run("alert", "test");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("no channel is configured", "alerting.channels");
    }
}
