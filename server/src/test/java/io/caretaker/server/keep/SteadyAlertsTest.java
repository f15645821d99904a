package io.caretaker.server.keep;

import static io.caretaker.testkit.store.AlertSamples.alert;
import static io.caretaker.testkit.store.AlertSamples.ended;
import static io.caretaker.testkit.store.AlertSamples.message;
import static io.caretaker.testkit.store.AlertSamples.mute;
import static io.caretaker.testkit.store.AlertSamples.sent;
import static io.caretaker.testkit.store.AlertSamples.told;
import static io.caretaker.testkit.store.AlertSamples.word;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadyAlertsTest {
    @TempDir Path directory;
    private final BreakableStore real = new BreakableStore();
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private SteadyStore open() {
        return SteadyStore.opened(
                () -> {
                    real.verify();
                    return real;
                },
                directory,
                256 << 20,
                _ -> {},
                () -> now);
    }

    private AlertStore kept() {
        return real.real.alerts();
    }

    private void back(SteadyStore store) {
        real.broken = false;
        real.left.set(Integer.MAX_VALUE);
        now = now.plusSeconds(60);
        assertThat(store.turn()).isTrue();
    }

    /// As the daemon begins: it reads all it has to know once.
    private void begin(SteadyStore store) {
        store.inventory().read();
        store.inventory().revision();
        store.alerts().alerts(now.minusSeconds(600));
        store.alerts().waiting();
        store.alerts().acknowledgements();
        store.alerts().mutes();
        store.turn();
    }

    private Delivery waiting(String id, Alert alert) {
        return Delivery.of(message(id, "mail", now, alert));
    }

    @Test
    void what_is_written_without_the_store_is_known_at_once_and_kept_when_it_is_back() {
        SteadyStore store = open();
        begin(store);
        real.broken = true;
        Alert first = alert("a-1", now);
        Delivery delivery = waiting("n-1", first);
        Alert told = told(first, delivery.message());
        store.alerts().write(List.of(told), List.of(delivery));
        assertThat(store.alerts().alerts(now)).containsExactly(told);
        assertThat(store.alerts().alert("a-1")).contains(told);
        assertThat(store.alerts().waiting()).containsExactly(delivery);

        Alert over = ended("a-1", now, now.plusSeconds(9));
        Delivery done = sent(delivery.message(), now.plusSeconds(3));
        store.alerts().write(List.of(over), List.of(done));
        assertThat(store.alerts().alerts(now)).containsExactly(over);
        assertThat(store.alerts().alerts(now.plusSeconds(10))).isEmpty();
        assertThat(store.alerts().waiting()).isEmpty();
        assertThat(kept().alerts(Instant.EPOCH)).isEmpty();
        back(store);

        assertThat(kept().alerts(Instant.EPOCH)).containsExactly(over);
        assertThat(kept().deliveries(Instant.EPOCH, 9)).containsExactly(done);
    }

    @Test
    void what_people_said_last_holds_and_to_say_more_they_need_the_store() {
        kept().acknowledge(word("a-1", now));
        kept().mute(mute("m-1", now, null));
        SteadyStore store = open();
        begin(store);
        store.alerts().acknowledge(word("a-2", now.plusSeconds(1)));
        store.alerts().acknowledgements();
        real.broken = true;

        assertThat(store.alerts().acknowledgements())
                .containsExactly(word("a-1", now), word("a-2", now.plusSeconds(1)));
        assertThat(store.alerts().mutes()).containsExactly(mute("m-1", now, null));
        List<Runnable> words =
                List.of(
                        () -> store.alerts().acknowledge(word("a-3", now)),
                        () -> store.alerts().unacknowledge("a-1"),
                        () -> store.alerts().mute(mute("m-2", now, null)),
                        () -> store.alerts().unmute("m-1"),
                        () -> store.alerts().deliveries(now, 9),
                        () -> store.alerts().prune(now));
        for (Runnable each : words) {
            assertThatExceptionOfType(Problem.class)
                    .isThrownBy(each::run)
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ProblemCode.UNREACHABLE));
        }
    }

    @Test
    void a_daemon_that_starts_without_its_store_knows_what_was_told() {
        Alert open = alert("a-1", now.minusSeconds(50));
        Delivery delivery = waiting("n-1", open);
        Alert lately = ended("a-2", now.minusSeconds(90), now.minusSeconds(30));
        kept().write(List.of(told(open, delivery.message()), lately), List.of(delivery));
        kept().acknowledge(word("a-1", now));
        kept().mute(mute("m-1", now, null));
        begin(open());
        real.broken = true;

        SteadyStore second = open();

        assertThat(second.gone()).isTrue();
        assertThat(second.alerts().alerts(now.minusSeconds(600)))
                .containsExactly(lately, told(open, delivery.message()));
        assertThat(second.alerts().waiting()).containsExactly(delivery);
        assertThat(second.alerts().acknowledgements()).containsExactly(word("a-1", now));
        assertThat(second.alerts().mutes()).containsExactly(mute("m-1", now, null));
    }

    @Test
    void a_daemon_that_is_killed_without_its_store_leaves_all_to_the_next_one() {
        SteadyStore first = open();
        begin(first);
        real.broken = true;
        Alert alert = alert("a-1", now);
        Delivery delivery = waiting("n-1", alert);
        first.alerts().write(List.of(alert), List.of());
        first.alerts().write(List.of(told(alert, delivery.message())), List.of(delivery));

        SteadyStore second = open();
        assertThat(second.alerts().alerts(now)).containsExactly(told(alert, delivery.message()));
        assertThat(second.alerts().waiting()).containsExactly(delivery);
        Delivery done = sent(delivery.message(), now.plusSeconds(5));
        second.alerts().write(List.of(), List.of(done));
        back(second);

        assertThat(kept().alerts(now)).containsExactly(told(alert, delivery.message()));
        assertThat(kept().deliveries(Instant.EPOCH, 9)).containsExactly(done);
        assertThat(kept().waiting()).isEmpty();
    }

    @Test
    void a_store_that_goes_again_while_it_is_told_ends_with_the_newest_of_each() {
        SteadyStore store = open();
        begin(store);
        real.broken = true;
        for (int i = 0; i < 20; i++) {
            Alert alert = alert("a-" + i % 3, now).held("number " + i);
            store.alerts().write(List.of(alert), List.of(waiting("n-" + i, alert)));
            store.audit().append(AuditEntry.of(now, "caretaker", "a", "s1", true, "number " + i));
        }
        for (int left = 1; left < 20; left += 3) {
            real.broken = false;
            real.left.set(left);
            now = now.plusSeconds(60);
            store.turn();
        }
        back(store);

        assertThat(kept().alerts(Instant.EPOCH))
                .extracting(Alert::held)
                .containsExactlyInAnyOrder("number 18", "number 19", "number 17");
        assertThat(kept().waiting()).hasSize(20);
    }

    @Test
    void a_copy_or_a_waiting_word_of_a_newer_caretaker_costs_only_what_is_new() throws IOException {
        Alert known = alert("a-1", now);
        kept().write(List.of(known, alert("a-2", now)), List.of(waiting("n-1", known)));
        begin(open());
        Path copy = directory.resolve("alerts-copy.json");
        String text = Files.readString(copy);
        int second = text.indexOf("\"a-2\"");
        Files.writeString(
                copy,
                text.substring(0, second)
                        + text.substring(second).replaceFirst("service_down", "moon_phase"));
        real.broken = true;

        assertThat(open().alerts().alerts(now)).containsExactly(known);
        assertThat(open().alerts().waiting()).containsExactly(waiting("n-1", known));
    }

    @Test
    void without_a_copy_of_the_alerts_it_starts_all_the_same() throws IOException {
        begin(open());
        Files.writeString(directory.resolve("alerts-copy.json"), "{\"alerts\":[");
        real.broken = true;

        assertThat(open().alerts().alerts(now)).isEmpty();
    }

    @Test
    void later_readings_do_not_bring_back_what_is_over() {
        Alert alert = alert("a-1", now);
        Delivery delivery = waiting("n-1", alert);
        var known = new KnownAlerts();
        known.alerts(List.of(alert));
        known.waiting(List.of(delivery));
        known.written(List.of(ended("a-1", now, now)), List.of(sent(delivery.message(), now)));

        known.alerts(List.of(alert));
        known.waiting(List.of(delivery));

        assertThat(known.alerts(now.plusSeconds(1))).isEmpty();
        assertThat(known.waiting()).isEmpty();
    }

    @Test
    void of_what_ended_the_newest_thousand_are_known() {
        var known = new KnownAlerts();
        var all = new ArrayList<Alert>();
        for (int i = 0; i < 1_500; i++) {
            all.add(ended("a-" + i, now, now.plusSeconds(i)));
        }
        known.written(all, List.of());

        assertThat(known.alerts(Instant.EPOCH)).hasSize(1_000).contains(all.getLast());
        assertThat(known.alert("a-499")).isEmpty();
        assertThat(known.alert("a-500")).isPresent();
    }
}
