package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.inventory.Severity;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class PagerDutyChannelTest {
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Conduct ACCEPTED =
            Conduct.answer(202, "{\"status\":\"success\",\"message\":\"Event processed\"}");

    private final HttpReceiver receiver = HttpReceiver.plain().always(ACCEPTED);
    private final Setup setup = new Setup().secret("KEY", KEY + "\n");
    private final Channel pagerDuty =
            setup.of(
                    new ChannelSettings.PagerDuty(
                            "oncall",
                            receiver.uri("/v2/enqueue"),
                            Setup.env("KEY"),
                            ChannelSettings.Http.USUAL,
                            Setup.USUAL));

    @AfterEach
    void end() {
        receiver.close();
        setup.close();
    }

    @Test
    void a_problem_triggers_an_incident() throws Exception {
        assertThat(send(Lines.down("db1"))).isInstanceOf(SendReply.Delivered.class);

        JsonNode event = sent().getFirst();
        assertThat(receiver.requests().getFirst().target()).isEqualTo("/v2/enqueue");
        assertThat(event.at("/routing_key").asString()).isEqualTo(KEY);
        assertThat(event.at("/event_action").asString()).isEqualTo("trigger");
        assertThat(event.at("/dedup_key").asString()).isEqualTo("caretaker-n-1");
        assertThat(event.at("/client").asString()).isEqualTo("caretaker");
        JsonNode payload = event.at("/payload");
        assertThat(payload.at("/summary").asString()).isEqualTo("db1 is down");
        assertThat(payload.at("/source").asString()).isEqualTo("h1");
        assertThat(payload.at("/severity").asString()).isEqualTo("critical");
        assertThat(payload.at("/timestamp").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(payload.at("/component").asString()).isEqualTo("db1");
        assertThat(payload.at("/group").asString()).isEqualTo("production");
        assertThat(payload.at("/class").asString()).isEqualTo("service_down");
        assertThat(payload.at("/custom_details/alerts/0/problem").asString())
                .isEqualTo("service_down/service:db1");
        assertThat(payload.at("/custom_details/alerts/0/affected_count").asInt()).isEqualTo(12);
    }

    @Test
    void one_of_an_incident_does_not_acknowledge_the_others() throws Exception {
        send(Lines.down("db1").acknowledged("ann").thread("n-1", 3));
        assertThat(receiver.requests()).isEmpty();

        pagerDuty.send(
                Lines.message(
                        Lines.down("db1").acknowledged("ann").thread("n-1", 2),
                        Lines.down("db2").acknowledged("ann").thread("n-1", 2)),
                Setup.seconds(20));
        assertThat(sent())
                .singleElement()
                .satisfies(event ->
                        assertThat(event.at("/event_action").asString()).isEqualTo("acknowledge"));
    }

    @Test
    void many_incidents_end_at_once_and_an_event_tells_of_some_one_by_one() throws Exception {
        var over = new ArrayList<Lines>();
        var down = new ArrayList<Lines>();
        for (int i = 0; i < 40; i++) {
            over.add(Lines.down("db" + i).thread("n-" + i, 0).over(Lines.NOON, 0));
            down.add(Lines.down("db" + i));
        }
        pagerDuty.send(Lines.message(0, over), Setup.seconds(20));
        assertThat(sent())
                .hasSize(40)
                .allMatch(event -> event.at("/event_action").asString().equals("resolve"));

        pagerDuty.send(Lines.message(2, down), Setup.seconds(20));
        JsonNode details = sent().getLast().at("/payload/custom_details");
        assertThat(details.at("/alerts").size()).isEqualTo(25);
        assertThat(details.at("/left_out").asInt()).isEqualTo(17);
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL,critical", "HIGH,error", "MEDIUM,warning", "LOW,info"})
    void severities_have_pagerdutys_words(Severity severity, String word) throws Exception {
        send(Lines.down("db1").severity(severity));

        assertThat(sent().getFirst().at("/payload/severity").asString()).isEqualTo(word);
    }

    @Test
    void an_incident_is_acknowledged_and_resolved_under_the_same_key() throws Exception {
        send(Lines.down("db1"));
        send(Lines.down("db1").acknowledged("ann"));
        send(Lines.down("db1").over(Lines.NOON.plusSeconds(60), 0));

        assertThat(told())
                .containsExactly(
                        "trigger caretaker-n-1",
                        "acknowledge caretaker-n-1",
                        "resolve caretaker-n-1");
    }

    @Test
    void an_incident_of_several_alerts_is_resolved_with_the_last() throws Exception {
        SendReply reply = send(Lines.down("db1").over(Lines.NOON.plusSeconds(60), 1));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(receiver.requests()).isEmpty();

        send(Lines.down("db2").over(Lines.NOON.plusSeconds(90), 0));
        assertThat(told()).containsExactly("resolve caretaker-n-1");
    }

    @Test
    void each_thread_of_a_message_is_an_event_of_its_own() throws Exception {
        send(
                Lines.down("db1").thread("n-1", 1),
                Lines.down("db2").thread("n-2", 0).over(Lines.NOON.plusSeconds(60), 0),
                Lines.down("db3").thread("n-1", 1).over(Lines.NOON.plusSeconds(60), 1),
                Lines.down("db4").thread("n-3", 1).acknowledged("ann"));

        assertThat(told())
                .containsExactly(
                        "trigger caretaker-n-1",
                        "resolve caretaker-n-2",
                        "acknowledge caretaker-n-3");
        assertThat(sent().getFirst().at("/payload/summary").asString())
                .isEqualTo("db1 is down, and 1 more");
        assertThat(sent().getFirst().at("/payload/custom_details/alerts").size()).isEqualTo(2);
    }

    @Test
    void a_trial_leaves_no_incident_open() throws Exception {
        send(Lines.down("db1").key(AlertKey.own(AlertRule.TEST)));

        assertThat(told()).containsExactly("trigger caretaker-n-1", "resolve caretaker-n-1");
    }

    @Test
    void what_comes_after_an_event_that_must_wait_waits_too() throws Exception {
        receiver.next(ACCEPTED, Conduct.answer(429, "", "Retry-After: 12"));

        SendReply reply = send(three());

        assertThat(reply)
                .isInstanceOfSatisfying(
                        SendReply.Later.class,
                        later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(12)));
        assertThat(told()).containsExactly("trigger caretaker-n-1", "trigger caretaker-n-2");

        assertThat(send(three())).isInstanceOf(SendReply.Delivered.class);
        assertThat(told().subList(2, 5))
                .containsExactly(
                        "trigger caretaker-n-1", "trigger caretaker-n-2", "trigger caretaker-n-3");
    }

    @Test
    void an_invalid_event_does_not_take_others_with_it() throws Exception {
        receiver.next(
                ACCEPTED,
                Conduct.answer(
                        400,
                        "{\"status\":\"invalid event\",\"errors\":[\"'summary' is missing\"]}"));

        SendReply reply = send(three());

        assertThat(reply).isInstanceOf(SendReply.MessageRefused.class);
        assertThat(reply.detail()).contains("'summary' is missing");
        assertThat(receiver.requests()).hasSize(3);
    }

    @Test
    void a_wrong_key_is_the_channels_fault_and_not_repeated() throws Exception {
        receiver.next(
                Conduct.answer(
                        400, "{\"errors\":[\"Length of 'routing_key' " + KEY + " is incorrect\"]}"),
                Conduct.answer(400, "Invalid routing key"));

        SendReply first = send(Lines.down("db1"));
        SendReply second = send(Lines.down("db1"));

        assertThat(List.of(first, second))
                .allSatisfy(reply -> {
                    assertThat(reply).isInstanceOf(SendReply.ChannelRefused.class);
                    assertThat(reply.detail()).doesNotContain(KEY);
                });
    }

    @Test
    void the_preview_shows_no_key() {
        String preview = pagerDuty.preview(Lines.message(three()));

        assertThat(preview).contains("\"routing_key\" : \"***\"").doesNotContain(KEY);
        assertThat(preview.split("\"event_action\"", -1)).hasSize(4);
    }

    private static Lines[] three() {
        return new Lines[] {
            Lines.down("db1").thread("n-1", 1),
            Lines.down("db2").thread("n-2", 1),
            Lines.down("db3").thread("n-3", 1)
        };
    }

    private SendReply send(Lines... lines) throws InterruptedException {
        return pagerDuty.send(Lines.message(lines), Setup.seconds(20));
    }

    private List<JsonNode> sent() {
        return receiver.requests().stream().map(request -> Trees.read(request.body())).toList();
    }

    private List<String> told() {
        return sent().stream()
                .map(event ->
                        event.at("/event_action").asString()
                                + " "
                                + event.at("/dedup_key").asString())
                .toList();
    }
}
