package io.caretaker.mongostore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.AlertStoreContract;
import io.caretaker.testkit.store.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MongoAlertsTest extends AlertStoreContract {
    private static final Date NOW = Date.from(Samples.NOW);

    private final TestServer server = new TestServer();

    @Override
    protected Store openStore() {
        return server.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Document only(String collection) {
        List<Document> all =
                server.outside().getCollection(collection).find().into(new ArrayList<>());
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void other_programs_find_public_fields_with_dates() {
        Alert alert = AlertSamples.alert("a-1", Samples.NOW);
        Delivery delivery = Delivery.of(AlertSamples.message("n-1", "mail", Samples.NOW, alert));
        store().alerts()
                .write(List.of(AlertSamples.told(alert, delivery.message())), List.of(delivery));
        store().alerts().acknowledge(AlertSamples.word("a-1", Samples.NOW));
        store().alerts().mute(AlertSamples.mute("m-1", Samples.NOW, null));

        assertThat(only("alerts"))
                .containsEntry("_id", "a-1")
                .containsEntry("alert_id", "a-1")
                .containsEntry("rule", "service_down")
                .containsEntry(
                        "subject", new Document("kind", "service").append("id", "service-of-a-1"))
                .containsEntry("state", "firing")
                .containsEntry("severity", "high")
                .containsEntry("since", NOW)
                .containsEntry("ended_at", null)
                .containsEntry("beginnings", List.of(NOW));
        assertThat(only("alerts").getList("tellings", Document.class))
                .singleElement()
                .satisfies(each -> assertThat(each).containsEntry("at", NOW));
        assertThat(only("alert_deliveries"))
                .containsEntry("_id", "n-1")
                .containsEntry("state", "waiting")
                .containsEntry("attempts", 0)
                .containsEntry("next", NOW);
        assertThat(only("alert_deliveries").getEmbedded(List.of("message", "at"), Date.class))
                .isEqualTo(NOW);
        assertThat(only("alert_acknowledgements"))
                .containsEntry("_id", "a-1")
                .containsEntry("by", "cli:anna")
                .containsEntry("at", NOW);
        assertThat(only("alert_mutes"))
                .containsEntry("_id", "m-1")
                .containsEntry("until", null)
                .containsKey("matcher");
    }

    @Test
    void what_another_program_writes_counts() {
        Alert alert = AlertSamples.alert("a-1", Samples.NOW);
        store().alerts().write(List.of(alert), List.of());
        server.outside()
                .getCollection("alert_mutes")
                .insertOne(
                        new Document("_id", "m-7")
                                .append("mute_id", "m-7")
                                .append("matcher", new Document())
                                .append("by", "script")
                                .append("at", NOW));

        assertThat(store().alerts().mutes())
                .containsExactly(
                        new Mute("m-7", AlertMatcher.ALL, "script", Samples.NOW, null, ""));
    }

    @Test
    void what_cannot_be_understood_is_left_out_and_left_alone() {
        Alert known = AlertSamples.alert("a-1", Samples.NOW);
        Alert newer = AlertSamples.alert("a-2", Samples.NOW);
        store().alerts().write(List.of(known, newer), List.of());
        var alerts = server.outside().getCollection("alerts");
        alerts.updateOne(Filters.eq("_id", "a-2"), Updates.set("rule", "moon_phase"));
        server.outside()
                .getCollection("alert_mutes")
                .insertOne(
                        new Document("_id", "m-1")
                                .append("mute_id", "m-1")
                                .append("matcher", new Document("rules", List.of("moon_phase")))
                                .append("by", "script")
                                .append("at", NOW));

        assertThat(store().alerts().alerts(Samples.NOW)).containsExactly(known);
        assertThat(store().alerts().alert("a-2")).isEmpty();
        assertThat(store().alerts().mutes()).isEmpty();
        assertThat(((MongoStore) store()).problems())
                .anyMatch(each -> each.contains("'a-2'") && each.contains("moon_phase"))
                .anyMatch(each -> each.contains("'m-1'"));
        assertThat(store().alerts().prune(Samples.NOW.plusSeconds(9))).isZero();
        assertThat(alerts.countDocuments()).isEqualTo(2);
    }

    @Test
    void a_delivery_stays_when_the_alerts_could_not_be_written_after_it() {
        Alert alert = AlertSamples.alert("a-1", Samples.NOW);
        Delivery delivery = Delivery.of(AlertSamples.message("n-1", "mail", Samples.NOW, alert));
        Alert tooLarge =
                AlertSamples.alert("a-2", Samples.NOW, "x".repeat(17 << 20), "for any server");

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> store().alerts().write(List.of(tooLarge), List.of(delivery)));

        assertThat(another().alerts().waiting()).containsExactly(delivery);
        assertThat(another().alerts().alerts(Instant.EPOCH)).isEmpty();
    }
}
