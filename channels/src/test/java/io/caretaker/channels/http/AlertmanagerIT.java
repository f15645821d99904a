package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Json;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.testkit.server.HttpReceiver;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a real Alertmanager makes of what it is told.
@Timeout(180)
class AlertmanagerIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @TempDir private static Path folder;
    private static HttpReceiver hook;
    private static @Nullable AlertmanagerServer server;

    private final Setup setup = new Setup();
    private final Channel channel =
            new AlertmanagerChannel(
                    new ChannelSettings.Alertmanager(
                            "prom",
                            List.of(server().uri()),
                            ChannelSettings.Http.USUAL,
                            Setup.USUAL),
                    setup.sender(ChannelSettings.Http.USUAL),
                    InstantSource.system());

    @BeforeAll
    static void start() {
        hook = HttpReceiver.plain();
        server = AlertmanagerServer.start(folder, hook.uri("/hook"));
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
        hook.close();
    }

    @Test
    void what_fires_is_listed_and_passed_on_until_it_is_over() throws Exception {
        Lines down = Lines.down("round").since(now.minusSeconds(60));

        assertThat(send(down)).isInstanceOf(SendReply.Delivered.class);
        JsonNode alert = await("round");
        assertThat(alert.at("/labels/severity").asString()).isEqualTo("critical");
        assertThat(alert.at("/annotations/summary").asString()).isEqualTo("round is down");
        assertThat(alert.at("/status/state").asString()).isEqualTo("active");
        assertThat(Instant.parse(alert.at("/endsAt").asString()))
                .isBetween(now.plusSeconds(299), now.plusSeconds(480));
        awaitHook("round", "firing");

        send(down.over(Instant.now().minusMillis(1), 0));
        while (listed("round").findAny().isPresent()) {
            Thread.onSpinWait();
        }
        JsonNode over = awaitHook("round", "resolved");
        assertThat(over.at("/status").asString()).isEqualTo("resolved");
    }

    @Test
    void saying_it_again_makes_no_second_alert() throws Exception {
        Lines down = Lines.down("again").since(now.minusSeconds(60));
        send(down);
        send(down.words("again is still down", "nobody listens"));
        send(down.acknowledged("ann"));
        await("again");

        assertThat(listed("again"))
                .hasSize(1)
                .first()
                .satisfies(alert ->
                        assertThat(alert.at("/annotations/seen_to_by").asString())
                                .isEqualTo("ann"));
    }

    @Test
    void thousands_are_taken() throws Exception {
        List<Lines> many =
                IntStream.range(0, 3_000)
                        .mapToObj(number -> Lines.down("many" + number).since(now.minusSeconds(9)))
                        .toList();

        assertThat(channel.send(Lines.message(0, many), Setup.seconds(60)))
                .isInstanceOf(SendReply.Delivered.class);
        while (count("many") < 3_000) {
            Thread.onSpinWait();
        }
        assertThat(count("many")).isEqualTo(3_000);
    }

    @Test
    void hostile_texts_are_taken() throws Exception {
        String text =
                "\"\\ <&> 😀 \u0000\u001b[31m \ud800 مرحبا {{ .Labels }} " + "x".repeat(20_000);

        assertThat(send(Lines.down("hostile").since(now).words(text, text)))
                .isInstanceOf(SendReply.Delivered.class);
        assertThat(await("hostile").at("/annotations/summary").asString())
                .startsWith("\"\\ <&> 😀");
    }

    @Test
    void the_webhook_payload_is_like_its_own() throws Exception {
        Lines line = Lines.down("twin").since(now.minusSeconds(30)).severity(Severity.HIGH);
        send(line);
        JsonNode theirs = awaitHook("twin", "firing");
        JsonNode ours = Trees.read(Json.write(AlertmanagerPayload.webhook(Lines.message(line))));

        assertThat(ours.propertyNames())
                .containsExactlyInAnyOrderElementsOf(theirs.propertyNames());
        assertThat(ours.at("/version")).isEqualTo(theirs.at("/version"));
        assertThat(ours.at("/status")).isEqualTo(theirs.at("/status"));
        assertThat(ours.at("/commonLabels")).isEqualTo(theirs.at("/commonLabels"));
        assertThat(ours.at("/commonAnnotations")).isEqualTo(theirs.at("/commonAnnotations"));
        assertThat(ours.at("/alerts/0").propertyNames())
                .containsExactlyInAnyOrderElementsOf(theirs.at("/alerts/0").propertyNames());
        for (String same : List.of("status", "labels", "annotations", "endsAt", "fingerprint")) {
            assertThat(ours.at("/alerts/0/" + same))
                    .as(same)
                    .isEqualTo(theirs.at("/alerts/0/" + same));
        }
        assertThat(Instant.parse(theirs.at("/alerts/0/startsAt").asString()))
                .isEqualTo(ours.at("/alerts/0/startsAt").asString());
    }

    @Test
    void fingerprints_are_those_of_alertmanager() throws Exception {
        send(
                Lines.down("print1").since(now),
                Lines.down("print2").since(now).severity(Severity.LOW).words("größe", ""),
                Lines.down("print3")
                        .since(now)
                        .key(AlertKey.of(AlertRule.METRIC, new ServiceId("print3"), "größe-😀")));

        for (String service : List.of("print1", "print2", "print3")) {
            JsonNode alert = await(service);
            var labels = new TreeMap<String, String>();
            alert.at("/labels")
                    .propertyStream()
                    .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
            assertThat(AlertLabels.fingerprint(labels))
                    .isEqualTo(alert.at("/fingerprint").asString());
        }
    }

    private static AlertmanagerServer server() {
        return Objects.requireNonNull(server);
    }

    private SendReply send(Lines... lines) throws InterruptedException {
        return channel.send(Lines.message(lines), Setup.seconds(20));
    }

    private static JsonNode await(String service) {
        while (true) {
            var found = listed(service).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.onSpinWait();
        }
    }

    private static Stream<JsonNode> listed(String service) {
        return server().alerts().stream()
                .filter(alert -> alert.at("/labels/service").asString().equals(service));
    }

    private static long count(String prefix) {
        return server().alerts().stream()
                .filter(alert -> alert.at("/labels/service").asString().startsWith(prefix))
                .count();
    }

    private static JsonNode awaitHook(String service, String status) {
        while (true) {
            var told = new ArrayList<JsonNode>();
            hook.requests().forEach(request -> told.add(Trees.read(request.body())));
            for (JsonNode each : told) {
                if (each.at("/commonLabels/service").asString().equals(service)
                        && each.at("/status").asString().equals(status)) {
                    return each;
                }
            }
            Thread.onSpinWait();
        }
    }
}
