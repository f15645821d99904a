package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.SendReply;
import io.caretaker.testkit.server.FreePort;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class AlertmanagerChannelTest {
    private final HttpReceiver one = HttpReceiver.plain();
    private final HttpReceiver other = HttpReceiver.plain();
    private final Setup setup = new Setup();

    @AfterEach
    void end() {
        one.close();
        other.close();
        setup.close();
    }

    @Test
    void all_members_are_told_the_same() throws Exception {
        SendReply reply =
                channel(one.uri(""), other.uri("/prefix/"))
                        .send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(one.requests().getFirst().target()).isEqualTo("/api/v2/alerts");
        assertThat(other.requests().getFirst().target()).isEqualTo("/prefix/api/v2/alerts");
        assertThat(one.requests().getFirst().body()).isEqualTo(other.requests().getFirst().body());
        JsonNode alert = Trees.read(one.requests().getFirst().body()).at("/0");
        assertThat(alert.at("/labels/alertname").asString()).isEqualTo("service_down");
        assertThat(alert.at("/labels/service").asString()).isEqualTo("db1");
        assertThat(alert.at("/labels").has("channel")).isFalse();
        assertThat(alert.at("/annotations/affected").asString()).isEqualTo("app1, app2");
        assertThat(alert.at("/startsAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(alert.at("/endsAt").asString()).isEqualTo("2026-03-01T12:05:00Z");
    }

    @Test
    void what_is_over_ends_in_the_past() throws Exception {
        channel(one.uri("/api/v2/alerts"))
                .send(
                        Lines.message(
                                Lines.down("db1").over(Lines.NOON.minusSeconds(1), 0),
                                Lines.down("db2").over(Lines.NOON.plusSeconds(90), 0)),
                        Setup.seconds(20));

        JsonNode alerts = Trees.read(one.requests().getFirst().body());
        assertThat(alerts.at("/0/endsAt").asString()).isEqualTo("2026-03-01T11:59:59Z");
        assertThat(alerts.at("/0/startsAt").asString()).isEqualTo("2026-03-01T11:59:59Z");
        assertThat(alerts.at("/1/endsAt").asString()).isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void one_member_that_takes_it_is_enough() throws Exception {
        other.always(Conduct.hang());

        SendReply reply =
                channel(Duration.ofMillis(400), other.uri(""), one.uri(""))
                        .send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(reply.detail())
                .startsWith("1 of 2 took it; 127.0.0.1:" + other.port() + " did not answer");
    }

    @Test
    void a_cluster_that_does_not_answer_is_told_later() throws Exception {
        one.always(Conduct.answer(503, "", "Retry-After: 9"));
        var nobody = URI.create("http://127.0.0.1:" + FreePort.find());

        assertThat(channel(one.uri("")).send(Lines.message(Lines.down("db1")), Setup.seconds(20)))
                .isInstanceOfSatisfying(
                        SendReply.Later.class,
                        later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(9)));
        assertThat(
                        channel(one.uri(""), nobody)
                                .send(Lines.message(Lines.down("db1")), Setup.seconds(20)))
                .isInstanceOfSatisfying(
                        SendReply.Later.class, later -> assertThat(later.pause()).isNull());
    }

    @Test
    void thousands_go_in_parts() throws Exception {
        List<Lines> many =
                IntStream.range(0, 2_200).mapToObj(number -> Lines.down("db" + number)).toList();

        SendReply reply = channel(one.uri("")).send(Lines.message(0, many), Setup.seconds(50));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(one.requests())
                .extracting(request -> Trees.read(request.body()).size())
                .containsExactly(500, 500, 500, 500, 200);
    }

    @Test
    void a_member_that_takes_only_a_part_has_not_taken_it() throws Exception {
        one.next(Conduct.answer(200, ""), Conduct.answer(500, "full"));
        List<Lines> many =
                IntStream.range(0, 600).mapToObj(number -> Lines.down("db" + number)).toList();

        assertThat(channel(one.uri("")).send(Lines.message(0, many), Setup.seconds(50)))
                .isInstanceOf(SendReply.Later.class);
    }

    @Test
    void an_interrupted_call_ends_at_once() throws Exception {
        var asked = new CountDownLatch(1);
        one.always(guest -> asked.countDown());
        var thrown = new AtomicReference<Throwable>();
        Thread caller =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                channel(one.uri(""))
                                        .send(Lines.message(Lines.down("db1")), Setup.seconds(50));
                            } catch (Throwable e) {
                                thrown.set(e);
                            }
                        });
        asked.await();
        long begun = System.nanoTime();
        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void the_members_are_named() {
        assertThat(channel(one.uri("/a"), other.uri("")).target())
                .isEqualTo("127.0.0.1:" + one.port() + ", 127.0.0.1:" + other.port());
    }

    @Test
    void the_preview_is_what_is_sent() throws Exception {
        Channel channel = channel(one.uri(""));
        channel.send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(Trees.read(channel.preview(Lines.message(Lines.down("db1")))))
                .isEqualTo(Trees.read(one.requests().getFirst().body()));
    }

    private Channel channel(URI... members) {
        return channel(Duration.ofSeconds(20), members);
    }

    private Channel channel(Duration timeout, URI... members) {
        return setup.of(
                new ChannelSettings.Alertmanager(
                        "prom", List.of(members), Setup.http(timeout), Setup.USUAL));
    }
}
