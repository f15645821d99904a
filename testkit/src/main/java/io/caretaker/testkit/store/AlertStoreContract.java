package io.caretaker.testkit.store;

import static io.caretaker.testkit.store.AlertSamples.alert;
import static io.caretaker.testkit.store.AlertSamples.ended;
import static io.caretaker.testkit.store.AlertSamples.message;
import static io.caretaker.testkit.store.AlertSamples.mute;
import static io.caretaker.testkit.store.AlertSamples.sent;
import static io.caretaker.testkit.store.AlertSamples.told;
import static io.caretaker.testkit.store.AlertSamples.word;
import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Telling;
import io.caretaker.core.inventory.Severity;
import io.caretaker.testkit.host.HostileTexts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [AlertStore] does.
public abstract class AlertStoreContract extends StoreContract {
    private static final Instant NOW = Samples.NOW;
    private static final int MANY = 10_000;

    private AlertStore alerts() {
        return store().alerts();
    }

    private static Instant at(int seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static Delivery waiting(String id, Instant at, Alert... about) {
        return Delivery.of(message(id, "mail", at, about));
    }

    @Test
    void a_new_store_knows_of_nothing() {
        assertThat(alerts().alerts(Instant.EPOCH)).isEmpty();
        assertThat(alerts().alert("a-1")).isEmpty();
        assertThat(alerts().waiting()).isEmpty();
        assertThat(alerts().deliveries(Instant.EPOCH, 9)).isEmpty();
        assertThat(alerts().deliveriesOf("a-1")).isEmpty();
        assertThat(alerts().acknowledgements()).isEmpty();
        assertThat(alerts().mutes()).isEmpty();
        assertThat(alerts().prune(at(0))).isZero();
    }

    @Test
    void what_is_written_is_seen_whole_by_every_handle() {
        Delivery delivery = waiting("n-1", at(1), alert("a-1", NOW));
        Alert alert =
                told(alert("a-1", NOW), delivery.message())
                        .with(Telling.owed("pager", Severity.LOW, at(2)))
                        .held("its host is down");

        alerts().write(List.of(alert), List.of(delivery));

        assertThat(another().alerts().alerts(NOW)).containsExactly(alert);
        assertThat(another().alerts().alert("a-1")).contains(alert);
        assertThat(another().alerts().waiting()).containsExactly(delivery);
    }

    @Test
    void writing_nothing_changes_nothing() {
        alerts().write(List.of(), List.of());

        assertThat(alerts().alerts(Instant.EPOCH)).isEmpty();
    }

    @Test
    void alerts_and_deliveries_are_replaced_by_their_ids() {
        Alert first = alert("a-1", NOW);
        Alert second = alert("a-2", NOW);
        Delivery both = waiting("n-1", at(1), first, second);
        alerts().write(List.of(first, second), List.of(both));

        Alert over = ended("a-1", NOW, at(9));
        Delivery done = sent(both.message(), at(10));
        alerts().write(List.of(over), List.of(done));

        assertThat(alerts().alert("a-1")).contains(over);
        assertThat(alerts().alerts(NOW)).containsExactly(over, second);
        assertThat(alerts().waiting()).isEmpty();
        assertThat(alerts().deliveries(NOW, 9)).containsExactly(done);
        assertThat(alerts().deliveriesOf("a-2")).containsExactly(done);
    }

    @Test
    void open_alerts_and_those_that_ended_since_then_are_listed_oldest_first() {
        Alert longOver = ended("a-1", at(0), at(10));
        Alert justOver = ended("a-2", at(1), at(20));
        Alert open = alert("a-3", at(0));
        Alert younger = alert("a-4", at(2));
        alerts().write(List.of(younger, open, justOver, longOver), List.of());

        assertThat(alerts().alerts(at(20))).containsExactly(open, justOver, younger);
        assertThat(alerts().alerts(at(21))).containsExactly(open, younger);
        assertThat(alerts().alerts(at(5))).containsExactly(longOver, open, justOver, younger);
    }

    @Test
    void what_waits_is_listed_in_the_order_of_the_messages() {
        Alert alert = alert("a-1", NOW);
        Delivery late = waiting("n-1", at(3), alert);
        Delivery early = waiting("n-3", at(1), alert);
        Delivery middle =
                new Delivery(
                        message("n-2", "mail", at(2), alert),
                        Delivery.State.WAITING,
                        4,
                        at(99),
                        null,
                        "451 try later");
        Delivery dead =
                new Delivery(
                        message("n-4", "mail", at(0), alert),
                        Delivery.State.DEAD,
                        7,
                        at(5),
                        at(5),
                        "550 no such user");
        alerts().write(List.of(), List.of(late, dead, early, middle));

        assertThat(alerts().waiting()).containsExactly(early, middle, late);
        assertThat(alerts().deliveries(at(0), 9)).containsExactly(late, middle, early, dead);
        assertThat(alerts().deliveries(at(2), 9)).containsExactly(late, middle);
        assertThat(alerts().deliveries(at(0), 1)).containsExactly(late);
    }

    @Test
    void deliveries_are_found_by_any_of_their_lines() {
        Alert first = alert("a-1", NOW);
        Alert second = alert("a-2", NOW);
        Delivery both = waiting("n-1", at(1), first, second, first);
        Delivery one = sent(message("n-2", "pager", at(2), second), at(3));
        alerts().write(List.of(first, second), List.of(both, one));

        assertThat(alerts().deliveriesOf("a-1")).containsExactly(both);
        assertThat(alerts().deliveriesOf("a-2")).containsExactly(one, both);
        assertThat(alerts().deliveriesOf("a-3")).isEmpty();
    }

    @Test
    void any_text_comes_back_as_it_was() {
        List<String> texts = HostileTexts.of(20_261_122, 40);
        var written = new ArrayList<Alert>();
        var deliveries = new ArrayList<Delivery>();
        for (int i = 0; i < texts.size(); i++) {
            Alert alert = alert("a-%03d".formatted(i), NOW, texts.get(i), texts.get(i) + "\0");
            written.add(alert);
            deliveries.add(waiting("n-%03d".formatted(i), NOW, alert));
        }
        alerts().write(written, deliveries);
        texts.forEach(
                each -> alerts().acknowledge(new Acknowledgement("a-000", each, NOW, at(1), each)));

        assertThat(alerts().alerts(NOW)).isEqualTo(written);
        assertThat(alerts().waiting()).isEqualTo(deliveries);
        assertThat(alerts().acknowledgements())
                .containsExactly(
                        new Acknowledgement("a-000", texts.getLast(), NOW, at(1), texts.getLast()));
    }

    @Test
    void a_word_on_an_alert_is_replaced_and_taken_back_once() {
        alerts().acknowledge(word("a-2", at(1)));
        alerts().acknowledge(word("a-1", at(2)));
        var later = new Acknowledgement("a-2", "cli:ben", at(3), at(60), "until lunch");
        another().alerts().acknowledge(later);

        assertThat(alerts().acknowledgements()).containsExactly(word("a-1", at(2)), later);
        assertThat(alerts().unacknowledge("a-2")).isTrue();
        assertThat(another().alerts().unacknowledge("a-2")).isFalse();
        assertThat(alerts().acknowledgements()).containsExactly(word("a-1", at(2)));
    }

    @Test
    void mutes_are_listed_oldest_first_until_they_are_lifted() {
        Mute endless = mute("m-1", at(2), null);
        Mute over = mute("m-2", at(1), at(1));
        Mute longer = mute("m-2", at(1), at(50));
        alerts().mute(endless);
        alerts().mute(over);
        another().alerts().mute(longer);

        assertThat(alerts().mutes()).containsExactly(longer, endless);
        assertThat(alerts().unmute("m-1")).isTrue();
        assertThat(another().alerts().unmute("m-1")).isFalse();
        assertThat(alerts().mutes()).containsExactly(longer);
    }

    @Test
    void a_mute_of_everything_comes_back_as_that() {
        var all = new Mute("m-1", AlertMatcher.ALL, "cli:anna", NOW, null, "");
        alerts().mute(all);

        assertThat(alerts().mutes()).containsExactly(all);
    }

    @Test
    void what_has_long_been_over_is_pruned() {
        Alert open = alert("a-1", at(-90));
        Alert over = ended("a-2", at(-90), at(-1));
        Alert later = ended("a-3", at(-90), at(0));
        Delivery waiting = waiting("n-1", at(-90), open);
        Delivery arrived = sent(message("n-2", "mail", at(-90), over), at(-1));
        Delivery lately = sent(message("n-3", "mail", at(-90), over), at(0));
        alerts().write(List.of(open, over, later), List.of(waiting, arrived, lately));
        List.of("a-1", "a-2", "a-4").forEach(each -> alerts().acknowledge(word(each, at(-80))));
        alerts().mute(mute("m-1", at(-90), at(-1)));
        alerts().mute(mute("m-2", at(-90), at(0)));
        alerts().mute(mute("m-3", at(-90), null));

        // a-2, n-2, m-1, and the words on a-2 and a-4.
        assertThat(alerts().prune(NOW)).isEqualTo(5);

        assertThat(alerts().alerts(Instant.EPOCH)).containsExactly(open, later);
        assertThat(alerts().alert("a-2")).isEmpty();
        assertThat(alerts().waiting()).containsExactly(waiting);
        assertThat(alerts().deliveriesOf("a-2")).containsExactly(lately);
        assertThat(alerts().acknowledgements()).containsExactly(word("a-1", at(-80)));
        assertThat(alerts().mutes()).extracting(Mute::id).containsExactly("m-2", "m-3");
        assertThat(alerts().prune(NOW)).isZero();
    }

    @Test
    void people_say_something_while_alerts_are_written() throws Exception {
        int rounds = 40;
        atOnce(
                4,
                (handle, number) -> {
                    for (int i = 0; i < rounds; i++) {
                        String name = number + "-" + i;
                        if (number % 2 == 0) {
                            Alert alert = alert("a-" + name, at(i));
                            Delivery delivery = waiting("n-" + name, at(i), alert);
                            handle.alerts()
                                    .write(
                                            List.of(told(alert, delivery.message())),
                                            List.of(delivery));
                        } else {
                            handle.alerts().acknowledge(word("a-" + name, at(i)));
                            handle.alerts().mute(mute("m-" + name, at(i), null));
                        }
                    }
                });

        assertThat(alerts().alerts(NOW)).hasSize(2 * rounds).allMatch(Alert::told);
        assertThat(alerts().waiting()).hasSize(2 * rounds);
        assertThat(alerts().acknowledgements()).hasSize(2 * rounds);
        assertThat(alerts().mutes()).hasSize(2 * rounds);
    }

    @Test
    void two_handles_write_the_same_alert_and_one_of_them_wins() throws Exception {
        atOnce(
                2,
                (handle, number) -> {
                    for (int i = 0; i < 40; i++) {
                        handle.alerts()
                                .write(
                                        List.of(alert("a-1", NOW).held("by " + number)),
                                        List.of(waiting("n-1", at(number), alert("a-1", NOW))));
                    }
                });

        assertThat(alerts().alerts(NOW)).hasSize(1);
        assertThat(alerts().alert("a-1").map(Alert::held))
                .isIn(Optional.of("by 0"), Optional.of("by 1"));
        assertThat(alerts().waiting()).hasSize(1);
        assertThat(alerts().deliveriesOf("a-1")).isEqualTo(alerts().waiting());
    }

    @Test
    void ten_thousand_alerts_and_deliveries_are_one_write() {
        List<Delivery> deliveries =
                numbers().map(each -> waiting("n-" + each, NOW, alert("a-" + each, NOW))).toList();
        List<Alert> all =
                deliveries.stream()
                        .map(each ->
                                told(
                                        alert(each.message().lines().getFirst().alert(), NOW),
                                        each.message()))
                        .toList();

        alerts().write(all, deliveries);

        assertThat(alerts().alerts(NOW))
                .isEqualTo(all.stream().sorted(Comparator.comparing(Alert::id)).toList());
        assertThat(alerts().waiting()).hasSize(MANY);
        assertThat(alerts().deliveriesOf("a-" + (MANY - 1))).hasSize(1);
    }

    private static Stream<Integer> numbers() {
        return IntStream.range(0, MANY).boxed();
    }
}
