package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.ChannelSettings.Webhook.Payload;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class WebhookChannelTest {
    private final HttpReceiver receiver = HttpReceiver.plain();
    private final Setup setup = new Setup().secret("KEY", "k3y-of-the-signature");

    @AfterEach
    void end() {
        receiver.close();
        setup.close();
    }

    @Test
    void a_message_arrives_as_json_with_its_id() throws Exception {
        Channel webhook = webhook(Payload.CARETAKER, Map.of("X-Team", "databases"), null);

        SendReply reply =
                webhook.send(Lines.message(3, List.of(Lines.down("db1"))), Setup.seconds(20));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        var request = receiver.requests().getFirst();
        assertThat(request.header("X-Caretaker-Delivery")).isEqualTo("n-1");
        assertThat(request.header("X-Caretaker-Signature")).isEmpty();
        assertThat(request.header("X-Team")).isEqualTo("databases");
        assertThat(request.header("User-Agent")).isEqualTo("caretaker/9.9");
        JsonNode body = Trees.read(request.body());
        assertThat(body.propertyNames())
                .containsExactly(
                        "version",
                        "id",
                        "channel",
                        "at",
                        "said",
                        "severity",
                        "title",
                        "text",
                        "alerts",
                        "more");
        assertThat(body.at("/version").asInt()).isEqualTo(1);
        assertThat(body.at("/said").asString()).isEqualTo("firing");
        assertThat(body.at("/severity").asString()).isEqualTo("critical");
        assertThat(body.at("/more").asInt()).isEqualTo(3);
        JsonNode alert = body.at("/alerts/0");
        assertThat(alert.at("/rule").asString()).isEqualTo("service_down");
        assertThat(alert.at("/subject").asString()).isEqualTo("service");
        assertThat(alert.at("/service").asString()).isEqualTo("db1");
        assertThat(alert.at("/since").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(alert.at("/ended_at").isNull()).isTrue();
        assertThat(alert.at("/affected").size()).isEqualTo(2);
        assertThat(alert.at("/tags/0").asString()).isEqualTo("x");
    }

    @Test
    void a_signature_is_over_the_time_and_the_exact_body() throws Exception {
        Channel webhook = webhook(Payload.CARETAKER, Map.of(), Setup.env("KEY"));
        webhook.send(Lines.message(Lines.down("db1").words("grüße 😀", "")), Setup.seconds(20));

        var request = receiver.requests().getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        "k3y-of-the-signature".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected =
                mac.doFinal(("1772366400." + request.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(request.header("X-Caretaker-Signature"))
                .isEqualTo("t=1772366400,v1=" + HexFormat.of().formatHex(expected));
    }

    @Test
    void a_signature_is_the_hmac_that_openssl_makes() {
        // printf '0.{}' | openssl dgst -sha256 -hmac key
        assertThat(Signature.header("key", java.time.Instant.EPOCH, "{}"))
                .isEqualTo(
                        "t=0,v1=7314351dd949aa7ec06f50fc2c96e618291447672c9b7f10b49d1ce46dad00b3");
    }

    @Test
    void without_its_key_nothing_is_sent() throws Exception {
        setup.secret("EMPTY", "");

        assertThat(
                        List.of(
                                webhook(Payload.CARETAKER, Map.of(), Setup.env("NONE"))
                                        .send(Lines.message(Lines.down("db1")), Setup.seconds(20)),
                                webhook(Payload.CARETAKER, Map.of(), Setup.env("EMPTY"))
                                        .send(Lines.message(Lines.down("db1")), Setup.seconds(20))))
                .extracting(SendReply::detail)
                .containsExactly("the variable is not set", "the key of the signature is empty");
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void headers_of_the_configuration_cannot_bring_others_with_them() throws Exception {
        Channel webhook = webhook(Payload.CARETAKER, Map.of("X-Team", "a\r\nX-Evil: s3cr3t"), null);

        assertThat(webhook.send(Lines.message(Lines.down("db1")), Setup.seconds(20)))
                .isEqualTo(new SendReply.ChannelRefused("the header X-Team cannot be sent"));
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_title_with_line_ends_stays_in_the_body() throws Exception {
        Channel webhook = webhook(Payload.CARETAKER, Map.of(), null);
        webhook.send(
                Lines.message(Lines.down("db1").words("a\r\nX-Evil: yes\r\n\r\n{}", "")),
                Setup.seconds(20));

        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.headers()).doesNotContainKey("X-Evil");
                    assertThat(Trees.read(request.body()).at("/alerts/0/title").asString())
                            .isEqualTo("a\r\nX-Evil: yes\r\n\r\n{}");
                });
    }

    @Test
    void the_payload_of_alertmanager_is_complete() throws Exception {
        Channel webhook = webhook(Payload.ALERTMANAGER, Map.of(), null);
        webhook.send(
                Lines.message(
                        2,
                        List.of(
                                Lines.down("db1"),
                                Lines.down("db2").over(Lines.NOON.plusSeconds(60), 0))),
                Setup.seconds(20));

        JsonNode body = Trees.read(receiver.requests().getFirst().body());
        assertThat(body.propertyNames())
                .containsExactlyInAnyOrder(
                        "version",
                        "groupKey",
                        "truncatedAlerts",
                        "status",
                        "receiver",
                        "groupLabels",
                        "commonLabels",
                        "commonAnnotations",
                        "externalURL",
                        "alerts");
        assertThat(body.at("/version").asString()).isEqualTo("4");
        assertThat(body.at("/status").asString()).isEqualTo("firing");
        assertThat(body.at("/receiver").asString()).isEqualTo("team");
        assertThat(body.at("/truncatedAlerts").asInt()).isEqualTo(2);
        assertThat(body.at("/groupLabels/alertname").asString()).isEqualTo("service_down");
        assertThat(body.at("/commonLabels").propertyNames())
                .containsExactly(
                        "alertname", "environment", "host", "region", "service_type", "severity");
        assertThat(body.at("/alerts/0/status").asString()).isEqualTo("firing");
        assertThat(body.at("/alerts/0/endsAt").asString()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(body.at("/alerts/0/labels/service").asString()).isEqualTo("db1");
        assertThat(body.at("/alerts/0/annotations/summary").asString()).isEqualTo("db1 is down");
        assertThat(body.at("/alerts/0/fingerprint").asString()).matches("[0-9a-f]{16}");
        assertThat(body.at("/alerts/1/status").asString()).isEqualTo("resolved");
        assertThat(body.at("/alerts/1/endsAt").asString()).isEqualTo("2026-03-01T12:01:00Z");
    }

    @Test
    void a_group_that_is_over_is_resolved_under_the_same_key() throws Exception {
        Channel webhook = webhook(Payload.ALERTMANAGER, Map.of(), null);
        webhook.send(Lines.message(Lines.down("db1")), Setup.seconds(20));
        webhook.send(
                Lines.message(Lines.down("db1").over(Lines.NOON.plusSeconds(60), 0)),
                Setup.seconds(20));

        JsonNode first = Trees.read(receiver.requests().getFirst().body());
        JsonNode second = Trees.read(receiver.requests().getLast().body());
        assertThat(second.at("/status").asString()).isEqualTo("resolved");
        assertThat(second.at("/groupKey")).isEqualTo(first.at("/groupKey"));
        assertThat(second.at("/alerts/0/fingerprint")).isEqualTo(first.at("/alerts/0/fingerprint"));
    }

    @Test
    void severity_is_a_label() throws Exception {
        Channel webhook = webhook(Payload.ALERTMANAGER, Map.of(), null);
        webhook.send(Lines.message(Lines.down("db1").severity(Severity.HIGH)), Setup.seconds(20));

        JsonNode body = Trees.read(receiver.requests().getFirst().body());
        assertThat(body.at("/commonLabels/severity").asString()).isEqualTo("high");
    }

    @Test
    void what_a_receiver_repeats_of_the_key_is_hidden() throws Exception {
        receiver.always(Conduct.answer(403, "bad key k3y-of-the-signature"));
        Channel webhook = webhook(Payload.CARETAKER, Map.of(), Setup.env("KEY"));

        assertThat(webhook.send(Lines.message(Lines.down("db1")), Setup.seconds(20)).detail())
                .endsWith("answered 403: bad key ***");
    }

    private Channel webhook(
            Payload payload, Map<String, String> headers, @Nullable SecretReference signing) {
        return setup.of(
                new ChannelSettings.Webhook(
                        "team",
                        Setup.at(receiver.uri("/hook")),
                        payload,
                        headers,
                        signing,
                        ChannelSettings.Http.USUAL,
                        Setup.USUAL));
    }
}
