package io.caretaker.server.tell;

import static io.caretaker.server.tell.Town.BEGIN;
import static io.caretaker.server.tell.Town.DOWN;
import static io.caretaker.server.tell.Town.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.store.InMemoryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What becomes of what the desk hears, on a timeline.
@Timeout(60)
class AlertRoundTest {
    private final Time time = new Time();
    private final InMemoryStore store = new InMemoryStore();
    private final FakeChannel pager = new FakeChannel("pager");
    private final FakeChannel mail = new FakeChannel("mail");
    private final List<ServiceId> lookedAt = new ArrayList<>();
    private final List<Senders> made = new ArrayList<>();
    private final Town town = new Town().with(Town.impatient("db"), Town.impatient("web", "db"));
    private volatile boolean storeGone;
    private volatile boolean onlyTheCopy;
    private AlertDesk desk = new AlertDesk(List.of());
    private Senders senders;
    private AlertRound round;

    AlertRoundTest() {
        start(pager);
    }

    private AlertStore alerts() {
        if (storeGone) {
            throw new Problem(ProblemCode.UNREACHABLE, "the store is gone", "");
        }
        return onlyTheCopy ? copyOf(store.alerts()) : store.alerts();
    }

    /// As the steady store is without the real one: it knows alerts, and nothing of the history.
    private static AlertStore copyOf(AlertStore real) {
        return (AlertStore)
                Proxy.newProxyInstance(
                        AlertStore.class.getClassLoader(),
                        new Class<?>[] {AlertStore.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("deliveries")) {
                                throw new Problem(ProblemCode.UNREACHABLE, "no store", "");
                            }
                            return method.invoke(real, arguments);
                        });
    }

    /// A caretaker on whatever the store holds, as after a kill.
    private void start(FakeChannel... channels) {
        AlertDesk itsDesk = new AlertDesk(List.of());
        var book = new AlertBook(this::alerts);
        senders =
                new Senders(
                        new Sender.Office(
                                book,
                                itsDesk,
                                () -> AlertingPolicy.NONE,
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                time,
                                time,
                                new Random(1)));
        made.add(senders);
        desk = itsDesk;
        round =
                new AlertRound(
                        desk, this::alerts, book, senders, town.board, lookedAt::add, time, time);
        town.board.listen(new StatusAlerts(itsDesk, _ -> false));
        round.use(setup(channels));
        round.load();
    }

    private static AlertingSetup setup(FakeChannel... channels) {
        return AlertingSetup.of(
                AlertingPolicy.of(
                        List.of(channels).stream()
                                .map(each -> ChannelPolicy.of(each.name(), ChannelKind.WEBHOOK))
                                .toList()),
                List.of(channels));
    }

    @AfterEach
    void close() {
        made.forEach(Senders::close);
    }

    @Test
    void alerts_and_messages_are_counted() {
        assertThat(round.figures()).isEqualTo(AlertFigures.NONE);
        town.sees("db", UP, time.instant());
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        AlertFigures firing = round.figures();
        assertThat(firing.firing())
                .hasSize(1)
                .allSatisfy((kind, count) -> {
                    assertThat(kind.rule()).isEqualTo(AlertRule.SERVICE_DOWN);
                    assertThat(count).isEqualTo(1);
                });
        assertThat(firing.acknowledged()).isZero();
        assertThat(firing.muted()).isZero();
        await().untilAsserted(() ->
                assertThat(senders.figures())
                        .containsEntry("pager", new AlertFigures.ChannelFigures(0, 1, 0, 0)));

        Alert alert = store.alerts().alerts(BEGIN).getFirst();
        store.alerts()
                .acknowledge(new Acknowledgement(alert.id(), "ann", time.instant(), null, ""));
        store.alerts().mute(new Mute("m-1", AlertMatcher.ALL, "ann", time.instant(), null, ""));
        pass(5);
        assertThat(round.figures().acknowledged()).isEqualTo(1);
        assertThat(round.figures().muted()).isEqualTo(1);
        assertThat(round.figures().held()).isEqualTo(1);

        town.sees("db", UP, time.instant());
        pass(5);
        assertThat(round.figures()).isEqualTo(AlertFigures.NONE);
    }

    @Test
    void a_death_and_a_return_are_one_message_each() {
        town.sees("db", UP, time.instant());
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        assertThat(pager.titles()).hasSize(1).allMatch(title -> title.contains("db is down"));
        town.sees("db", UP, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING, Said.RESOLVED);
        pass(600);
        assertThat(pager.attempts).hasSize(2);
        assertThat(stored()).singleElement().matches(each -> each.state() == AlertState.RESOLVED);
    }

    @Test
    void a_caretaker_that_was_killed_tells_nothing_twice_and_goes_on() {
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        start(pager);
        town.sees("db", DOWN, time.instant());
        pass(600);
        assertThat(pager.attempts).hasSize(1);
        town.sees("db", UP, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING, Said.RESOLVED);
    }

    @Test
    void what_waited_when_caretaker_was_killed_is_sent_by_the_next() {
        pager.answer = _ -> new SendReply.Later("busy", null);
        town.sees("db", DOWN, time.instant());
        pass(2);
        await().until(() -> pager.attempts.size() == 1);
        await().until(() -> store.alerts().waiting().getFirst().attempts() == 1);
        close();
        pager.answer = _ -> FakeChannel.OK;
        start(pager);
        pass(30);
        awaitLines(pager, Said.FIRING);
        assertThat(pager.arrived).hasSize(1);
    }

    @Test
    void the_cause_is_told_and_not_what_it_explains() {
        town.sees("web", DOWN, time.instant());
        town.sees("db", DOWN, time.instant());
        pass(120);
        awaitLines(pager, Said.FIRING);
        assertThat(pager.lines())
                .extracting(MessageLine::title)
                .singleElement()
                .asString()
                .contains("db is down", "1 service depends on it");
        assertThat(stored()).hasSize(2);
    }

    @Test
    void a_service_that_is_needed_is_looked_at_before_anybody_is_told() {
        town.sees("db", UP, time.instant());
        time.pass(Duration.ofSeconds(1));
        town.sees("web", DOWN, time.instant());
        round.turn();
        assertThat(lookedAt).containsExactly(Town.id("db"));
    }

    @Test
    void what_is_acknowledged_and_muted_is_seen_within_a_second() {
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        store.alerts()
                .acknowledge(
                        new Acknowledgement(
                                stored().getFirst().id(), "kim", time.instant(), null, "on it"));
        pass(2);
        awaitLines(pager, Said.FIRING, Said.ACKNOWLEDGED);
        store.alerts()
                .mute(new Mute("m-1", AlertMatcher.ALL, "kim", time.instant(), null, "moving"));
        pass(2);
        town.sees("web", DOWN, time.instant());
        town.sees("db", UP, time.instant());
        pass(600);
        assertThat(stored()).anyMatch(alert -> alert.held().contains("muted by kim"));
        store.alerts().unmute("m-1");
        pass(30);
        awaitLines(pager, Said.FIRING, Said.ACKNOWLEDGED, Said.RESOLVED, Said.FIRING);
    }

    @Test
    void without_a_channel_alerts_are_kept_and_a_channel_that_comes_hears_of_those_that_last() {
        round.use(AlertingSetup.NONE);
        town.sees("db", DOWN, time.instant());
        desk.tell(
                Notice.noted(
                        time.instant(),
                        AlertKey.of(AlertRule.RECOVERY_FAILED, Town.id("db")),
                        Severity.HIGH,
                        "db could not be brought back",
                        ""));
        pass(20);
        assertThat(stored()).hasSize(2);
        assertThat(store.alerts().deliveries(BEGIN, 10)).isEmpty();
        round.use(setup(mail));
        pass(20);
        awaitLines(mail, Said.FIRING);
        assertThat(mail.titles()).singleElement().asString().contains("db is down");
    }

    @Test
    void an_alert_about_what_left_the_inventory_expires() {
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        town.board.use(Town.inventory(List.of()));
        pass(20);
        awaitLines(pager, Said.FIRING, Said.RESOLVED);
        assertThat(stored()).singleElement().matches(each -> each.state() == AlertState.EXPIRED);
        assertThat(desk.firing(AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db")))).isFalse();
    }

    @Test
    void while_the_store_is_gone_people_are_told_and_afterwards_all_of_it_is_written() {
        pass(2);
        storeGone = true;
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        assertThat(store.alerts().alerts(BEGIN)).isEmpty();
        storeGone = false;
        await().until(() -> {
            pass(2);
            return !stored().isEmpty()
                    && store.alerts().deliveries(BEGIN, 10).stream()
                            .anyMatch(each -> each.state() == Delivery.State.SENT);
        });
        assertThat(pager.attempts).hasSize(1);
    }

    @Test
    void a_caretaker_that_begins_with_the_copy_of_its_store_tells_nothing_twice() {
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        onlyTheCopy = true;
        close();
        start(pager);
        town.sees("db", DOWN, time.instant());
        pass(30);
        assertThat(pager.attempts).hasSize(1);
        assertThat(stored()).hasSize(1);
    }

    @Test
    void a_caretaker_that_begins_without_its_store_tells_of_what_it_sees_after_a_moment() {
        town.sees("db", DOWN, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING);
        String first = stored().getFirst().id();
        storeGone = true;
        close();
        start(pager);
        town.sees("db", DOWN, time.instant());
        pass(5);
        assertThat(pager.attempts).hasSize(1);
        pass(20);
        awaitLines(pager, Said.FIRING, Said.FIRING);
        storeGone = false;
        pass(20);
        awaitLines(pager, Said.FIRING, Said.FIRING, Said.RESOLVED);
        assertThat(store.alerts().alert(first).orElseThrow().state()).isEqualTo(AlertState.EXPIRED);
        town.sees("db", UP, time.instant());
        pass(20);
        awaitLines(pager, Said.FIRING, Said.FIRING, Said.RESOLVED, Said.RESOLVED);
    }

    @Test
    void a_channel_that_fails_is_told_of_on_the_other() {
        round.use(setup(pager, mail));
        pager.answer = _ -> new SendReply.ChannelRefused("wrong password");
        town.sees("db", DOWN, time.instant());
        pass(20);
        await().until(() -> {
            pass(1);
            return mail.titles().stream().anyMatch(title -> title.contains("pager"));
        });
        assertThat(mail.titles()).anyMatch(title -> title.contains("db is down"));
        pager.answer = _ -> FakeChannel.OK;
        await().until(() -> {
            pass(30);
            return mail.lines().stream()
                    .anyMatch(line ->
                            line.key().rule() == AlertRule.CHANNEL_FAILING
                                    && line.said() == Said.RESOLVED);
        });
        assertThat(pager.lines()).noneMatch(line -> line.key().rule() == AlertRule.CHANNEL_FAILING);
    }

    @Test
    void what_ended_and_owes_nobody_a_word_is_forgotten() {
        for (int i = 0; i < 50; i++) {
            desk.tell(
                    Notice.noted(
                            time.instant(),
                            AlertKey.of(AlertRule.RECOVERY_DONE, Town.id("db")),
                            Severity.LOW,
                            "db was brought back",
                            ""));
            pass(20);
        }
        pass(1200);
        assertThat(round.known()).isZero();
        assertThat(stored()).hasSize(50);
    }

    private List<Alert> stored() {
        return store.alerts().alerts(BEGIN);
    }

    /// Time passes, second by second.
    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            round.turn();
            time.pass(Duration.ofSeconds(1));
            senders.wake();
        }
        round.turn();
    }

    private static void awaitLines(FakeChannel channel, Said... said) {
        await().untilAsserted(() ->
                assertThat(channel.lines()).extracting(MessageLine::said).containsExactly(said));
    }
}
