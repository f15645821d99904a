package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.inventory.Severity;
import io.caretaker.testkit.server.HttpReceiver;
import io.caretaker.testkit.server.HttpReceiver.Conduct;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class SlackChannelTest {
    private static final String PATH = "/services/T0123456/B0123456/s3cr3t-t0ken";

    private final HttpReceiver receiver = HttpReceiver.plain();
    private final Setup setup = new Setup().secret("SLACK", receiver.uri(PATH).toString());
    private final Channel slack = slack(Setup.USUAL);

    @AfterEach
    void end() {
        receiver.close();
        setup.close();
    }

    @Test
    void a_message_has_a_heading_and_an_attachment_for_each_alert() throws Exception {
        SendReply reply =
                slack.send(
                        Lines.message(
                                Lines.down("db1").words("db1 is <down>", "a & b"),
                                Lines.down("db2").severity(Severity.LOW),
                                Lines.down("db3").over(Lines.NOON.plusSeconds(60), 0)),
                        Setup.seconds(20));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(receiver.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.target()).isEqualTo(PATH));
        JsonNode body = Trees.read(receiver.requests().getFirst().body());
        assertThat(body.at("/text").asString()).isEqualTo("[CRITICAL] db1 is &lt;down&gt;");
        assertThat(body.at("/blocks/0/type").asString()).isEqualTo("header");
        assertThat(body.at("/blocks/0/text/text").asString()).isEqualTo("[CRITICAL] db1 is <down>");
        assertThat(body.at("/attachments").size()).isEqualTo(3);
        assertThat(body.at("/attachments/0/color").asString()).isEqualTo("#c4161c");
        assertThat(body.at("/attachments/1/color").asString()).isEqualTo("#36a1d6");
        assertThat(body.at("/attachments/2/color").asString()).isEqualTo("#2eb67d");
        assertThat(body.at("/attachments/0/blocks/0/text/text").asString())
                .isEqualTo(
                        "*db1 is &lt;down&gt;*\na &amp; b\n"
                                + "affected as well: app1, app2 and 10 more");
        assertThat(body.at("/attachments/0/blocks/1/elements/0/text").asString())
                .isEqualTo(
                        "firing · critical · production · eu · h1 · it began · a-db1 · "
                                + "<!date^1772366400^{date_short_pretty} {time}|2026-03-01T12:00:00Z>");
    }

    @Test
    void what_was_left_out_is_counted() throws Exception {
        slack.send(Lines.message(7, List.of(Lines.down("db1"))), Setup.seconds(20));

        JsonNode body = Trees.read(receiver.requests().getFirst().body());
        assertThat(body.at("/attachments/1/fallback").asString()).isEqualTo("and 7 more");
    }

    @Test
    void a_message_whose_blocks_are_refused_is_tried_once_as_plain_text() throws Exception {
        receiver.next(Conduct.answer(400, "invalid_blocks"));

        SendReply reply = slack.send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(reply).isInstanceOf(SendReply.Delivered.class);
        assertThat(reply.detail()).contains("plain text");
        assertThat(receiver.requests()).hasSize(2);
        JsonNode body = Trees.read(receiver.requests().getLast().body());
        assertThat(body.propertyNames()).containsExactly("text");
        assertThat(body.at("/text").asString())
                .startsWith("[CRITICAL] db1 is down\ndb1 is down\n")
                .contains("port 5432");
    }

    @Test
    void a_message_that_is_refused_as_plain_text_too_is_refused_for_good() throws Exception {
        receiver.always(Conduct.answer(400, "invalid_payload"));

        SendReply reply = slack.send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(reply)
                .isEqualTo(
                        new SendReply.MessageRefused(
                                "127.0.0.1:" + receiver.port() + " answered 400: invalid_payload"));
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void a_hook_that_is_gone_is_not_tried_as_plain_text() throws Exception {
        receiver.always(Conduct.answer(404, "no_service"));

        assertThat(slack.send(Lines.message(Lines.down("db1")), Setup.seconds(20)))
                .isInstanceOf(SendReply.ChannelRefused.class);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void a_limit_is_respected() throws Exception {
        receiver.always(Conduct.answer(429, "rate_limited", "Retry-After: 30"));

        assertThat(slack.send(Lines.message(Lines.down("db1")), Setup.seconds(20)))
                .isInstanceOfSatisfying(
                        SendReply.Later.class,
                        later -> assertThat(later.pause()).isEqualTo(Duration.ofSeconds(30)));
    }

    @Test
    void the_address_is_shown_nowhere() throws Exception {
        receiver.always(Conduct.answer(400, "no such hook: " + PATH + " or s3cr3t-t0ken"));
        var plain =
                setup.of(
                        new ChannelSettings.Slack(
                                "s",
                                Setup.at(receiver.uri(PATH)),
                                ChannelSettings.Http.USUAL,
                                Setup.USUAL));

        SendReply reply = slack.send(Lines.message(Lines.down("db1")), Setup.seconds(20));

        assertThat(reply.detail()).contains("no such hook: ***").doesNotContain("s3cr3t");
        assertThat(slack.target()).isEqualTo("the address in $SLACK");
        assertThat(plain.target()).isEqualTo("127.0.0.1:" + receiver.port());
        assertThat(slack.preview(Lines.message(Lines.down("db1")))).doesNotContain("s3cr3t");
    }

    @Test
    void the_preview_is_what_is_sent() throws Exception {
        var message = Lines.message(Lines.down("db1"), Lines.down("db2"));
        slack.send(message, Setup.seconds(20));

        assertThat(Trees.read(slack.preview(message)))
                .isEqualTo(Trees.read(receiver.requests().getFirst().body()));
        assertThat(slack.preview(message)).contains("\n");
    }

    @Test
    void a_text_of_the_users_own_takes_the_place_of_the_alerts() throws Exception {
        var templates = new ChannelSettings.Templates(null, "look: {{title}} & go", null);
        slack(templates)
                .send(Lines.message(Lines.down("db1"), Lines.down("db2")), Setup.seconds(20));

        JsonNode body = Trees.read(receiver.requests().getFirst().body());
        assertThat(body.at("/attachments").size()).isEqualTo(1);
        assertThat(body.at("/attachments/0/blocks/0/text/text").asString())
                .isEqualTo("look: db1 is down &amp; go");
    }

    private Channel slack(ChannelSettings.Templates templates) {
        return setup.of(
                new ChannelSettings.Slack(
                        "team",
                        new ChannelSettings.Address(null, Setup.env("SLACK")),
                        ChannelSettings.Http.USUAL,
                        templates));
    }
}
