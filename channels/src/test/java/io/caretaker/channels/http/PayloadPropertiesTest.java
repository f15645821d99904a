package io.caretaker.channels.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.channels.Json;
import io.caretaker.channels.MessageJson;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Hostile texts in every payload: what is sent is always JSON, and within the receiver's limits.
class PayloadPropertiesTest {
    private static final long SEED = 20_260_301;
    private static final int ROUNDS = 60;
    private static final String[] PIECES = {
        "\"",
        "\\",
        "'",
        "<",
        ">",
        "&",
        "<!channel>",
        "<@U1>",
        "*",
        "_",
        "`",
        "😀",
        "👩‍👩‍👧",
        "\u0000",
        "\u001b[31m",
        "\r\n",
        "\t",
        "\ud800",
        "\udfff",
        "مرحبا",
        "שלום",
        "\u202e",
        "\u2028",
        "é",
        "漢字",
        "{{title}}",
        "{}",
        "[]",
        "null",
        "a",
        "plain words ",
        "\u0085",
        "\ufeff",
        "%s",
        "${x}"
    };

    private final Random random = new Random(SEED);

    @Test
    void slack_gets_json_within_its_limits() {
        var body = new SlackBody(Setup.rendering(), false);
        for (int round = 0; round < ROUNDS; round++) {
            Message message = message(15);
            JsonNode sent = Trees.read(Json.write(body.blocks(message)));

            assertThat(sent.at("/text").asString()).hasSizeBetween(1, SlackText.MOST_TEXT);
            assertThat(sent.at("/attachments").size()).isLessThanOrEqualTo(20);
            blocksFit(sent.at("/blocks"));
            sent.at("/attachments")
                    .forEach(each -> {
                        assertThat(each.at("/color").asString()).matches("#[0-9a-f]{6}");
                        blocksFit(each.at("/blocks"));
                    });
            assertThat(Trees.read(Json.write(body.plain(message))).at("/text").asString())
                    .hasSizeBetween(1, SlackText.MOST_TEXT)
                    .doesNotContain("<!channel>", "<@U1>");
        }
    }

    private static void blocksFit(JsonNode blocks) {
        assertThat(blocks.size()).isBetween(1, 50);
        for (JsonNode block : blocks) {
            switch (block.at("/type").asString()) {
                case "header" ->
                        assertThat(block.at("/text/text").asString())
                                .hasSizeBetween(1, SlackText.MOST_HEADER)
                                .doesNotContain("\n");
                case "section" -> markupFits(block.at("/text"));
                case "context" -> block.at("/elements").forEach(each -> markupFits(each));
                default -> throw new AssertionError("unknown block " + block);
            }
        }
    }

    private static void markupFits(JsonNode text) {
        assertThat(text.at("/verbatim").asBoolean()).isTrue();
        String markup = text.at("/text").asString();
        assertThat(markup).hasSizeBetween(1, SlackText.MOST_SECTION);
        assertThat(markup.replaceAll("&(amp|lt|gt);", "").replaceAll("<!date\\^[^<>]*>", ""))
                .doesNotContain("<", ">", "&");
    }

    @Test
    void pagerduty_gets_json_within_its_limits() {
        var events = new PagerDutyEvents(Setup.rendering(), false);
        for (int round = 0; round < ROUNDS; round++) {
            for (var event : events.of(message(25))) {
                String json = Json.write(event);
                JsonNode sent = Trees.read(json);

                assertThat(json.getBytes(StandardCharsets.UTF_8).length).isLessThan(512_000);
                assertThat(sent.at("/dedup_key").asString()).hasSizeBetween(1, 255);
                assertThat(sent.at("/payload/summary").asString()).hasSizeBetween(1, 1_024);
                assertThat(sent.at("/payload/source").asString()).isNotEmpty();
                assertThat(sent.at("/payload/severity").asString())
                        .isIn("critical", "error", "warning", "info");
            }
        }
    }

    @Test
    void webhooks_get_json_with_the_texts_as_they_are() {
        for (int round = 0; round < ROUNDS; round++) {
            Message message = message(25);
            JsonNode own = Trees.read(MessageJson.write(message, Setup.rendering()));
            JsonNode foreign = Trees.read(Json.write(AlertmanagerPayload.webhook(message)));

            for (int number = 0; number < message.lines().size(); number++) {
                assertThat(own.at("/alerts/" + number + "/title").asString())
                        .isEqualTo(
                                new String(
                                        message.lines()
                                                .get(number)
                                                .title()
                                                .getBytes(StandardCharsets.UTF_16),
                                        StandardCharsets.UTF_16));
            }
            assertThat(foreign.at("/alerts").size()).isEqualTo(message.lines().size());
        }
    }

    @Test
    void alertmanager_gets_labels_that_are_not_empty() {
        for (int round = 0; round < ROUNDS; round++) {
            JsonNode alerts =
                    Trees.read(Json.pretty(AlertmanagerPayload.alerts(message(25), Lines.NOON)));

            for (JsonNode alert : alerts) {
                assertThat(alert.at("/labels").has("alertname")).isTrue();
                assertThat(alert.at("/labels").values())
                        .allSatisfy(value -> assertThat(value.asString()).isNotBlank());
                assertThat(alert.at("/startsAt").asString())
                        .isLessThanOrEqualTo(alert.at("/endsAt").asString());
            }
        }
    }

    private Message message(int most) {
        var lines = new ArrayList<Lines>();
        int count = 1 + random.nextInt(most);
        for (int number = 0; number < count; number++) {
            Lines line =
                    Lines.down("db" + number)
                            .words(text(), text())
                            .severity(one(Severity.values()))
                            .thread("n-" + random.nextInt(4), random.nextInt(2));
            lines.add(
                    switch (one(Said.values())) {
                        case ACKNOWLEDGED -> line.acknowledged(text());
                        case RESOLVED -> line.over(Lines.NOON, random.nextInt(2));
                        case EVENT, FIRING -> line;
                    });
        }
        return Lines.message(random.nextInt(3), List.copyOf(lines));
    }

    private <T> T one(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private String text() {
        int length =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(3);
                    case 1 -> 10_000;
                    default -> random.nextInt(300);
                };
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
