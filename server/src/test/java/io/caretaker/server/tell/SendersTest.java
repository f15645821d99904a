package io.caretaker.server.tell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.DeliveryRules;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.testkit.store.InMemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SendersTest {
    private static final SendReply LATER = new SendReply.Later("busy", null);

    private final Time time = new Time();
    private final InMemoryStore store = new InMemoryStore();
    private final AlertDesk desk = new AlertDesk(List.of());
    private final FakeChannel pager = new FakeChannel("pager");
    private final FakeChannel mail = new FakeChannel("mail");
    private volatile boolean storeGone;
    private final AlertBook book = new AlertBook(this::alerts);
    private final Senders senders =
            new Senders(
                    new Sender.Office(
                            book,
                            desk,
                            () -> AlertingPolicy.NONE,
                            Duration.ofSeconds(20),
                            Duration.ZERO,
                            time,
                            time,
                            new Random(1)));

    private AlertStore alerts() {
        if (storeGone) {
            throw new Problem(ProblemCode.UNREACHABLE, "the store is gone", "");
        }
        return store.alerts();
    }

    @AfterEach
    void close() {
        senders.close();
    }

    @Test
    void messages_of_a_channel_leave_in_their_order_and_are_written_down() {
        senders.use(List.of(pager));
        queue("pager", "n-1", "n-2", "n-3");
        await().until(() -> states("n-1", "n-2", "n-3").equals("SENT SENT SENT"));
        assertThat(pager.ids()).containsExactly("n-1", "n-2", "n-3");
    }

    @Test
    void what_could_not_be_sent_is_sent_later_and_before_what_came_after_it() {
        pager.answer = _ -> LATER;
        senders.use(List.of(pager));
        queue("pager", "n-1", "n-2");
        await().until(() -> delivery("n-1").attempts() == 1);
        assertThat(delivery("n-1").next()).isAfter(time.instant());
        assertThat(delivery("n-1").detail()).isEqualTo("busy");
        pager.answer = _ -> FakeChannel.OK;
        pass(Duration.ofSeconds(3));
        await().until(() -> states("n-1", "n-2").equals("SENT SENT"));
        assertThat(pager.ids()).containsExactly("n-1", "n-2");
        assertThat(pager.attempts).hasSize(3);
    }

    @Test
    void a_message_that_fails_again_and_again_lets_others_pass_but_not_those_of_its_alert() {
        pager.answer = message -> message.id().equals("n-1") ? LATER : FakeChannel.OK;
        var key = AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db"));
        senders.use(List.of(pager));
        write(Mail.to("pager", "n-1", key, "a-1"));
        write(Mail.to("pager", "n-2", key, "a-1"));
        write(Mail.to("pager", "n-3", key, "a-2"));
        await().until(() -> {
            pass(Duration.ofMinutes(1));
            return states("n-3").equals("SENT");
        });
        assertThat(pager.ids()).containsExactly("n-3");
        assertThat(delivery("n-1").attempts()).isGreaterThanOrEqualTo(DeliveryRules.FAILING);
        pager.answer = _ -> FakeChannel.OK;
        await().until(() -> {
            pass(Duration.ofMinutes(10));
            return states("n-1", "n-2").equals("SENT SENT");
        });
        assertThat(pager.ids()).containsExactly("n-3", "n-1", "n-2");
    }

    @Test
    void a_receiver_that_asks_for_a_pause_gets_it_for_all_messages() {
        var busy = new SendReply.Later("429", Duration.ofMinutes(30));
        pager.answer = _ -> busy;
        senders.use(List.of(pager));
        queue("pager", "n-1", "n-2");
        for (int i = 1; i <= DeliveryRules.FAILING + 1; i++) {
            int made = i;
            await().until(() -> pager.attempts.size() == made);
            assertThat(senders.waiting("pager")).isEqualTo(2);
            pass(Duration.ofMinutes(31));
        }
        assertThat(List.copyOf(pager.attempts).subList(0, DeliveryRules.FAILING))
                .allMatch(each -> each.id().equals("n-1"));
    }

    @Test
    void a_channel_that_hangs_delays_no_other() {
        var never = new CountDownLatch(1);
        pager.answer =
                _ -> {
                    never.await();
                    return FakeChannel.OK;
                };
        senders.use(List.of(pager, mail));
        queue("pager", "n-1");
        await().until(() -> pager.attempts.size() == 1);
        queue("mail", "n-2", "n-3");
        await().until(() -> mail.ids().equals(List.of("n-2", "n-3")));
        assertThat(senders.waiting("pager")).isOne();
    }

    @Test
    void a_refused_message_is_given_up_and_the_next_goes_on() {
        pager.answer =
                message ->
                        message.id().equals("n-1")
                                ? new SendReply.MessageRefused("too odd")
                                : FakeChannel.OK;
        senders.use(List.of(pager));
        queue("pager", "n-1", "n-2");
        await().until(() -> states("n-1", "n-2").equals("DEAD SENT"));
        assertThat(desk.take())
                .singleElement()
                .satisfies(notice -> {
                    assertThat(notice.key().rule()).isEqualTo(AlertRule.MESSAGE_LOST);
                    assertThat(notice.key().subject()).isEqualTo(Subject.channel("pager"));
                    assertThat(notice.text()).contains("too odd");
                });
    }

    @Test
    void two_channels_that_refuse_everything_do_not_tell_of_each_other_for_ever() {
        pager.answer = _ -> new SendReply.MessageRefused("no");
        senders.use(List.of(pager));
        var lost = new AlertKey(AlertRule.MESSAGE_LOST, Subject.channel("mail"), "n-9");
        write(Mail.to("pager", "n-1", lost));
        await().until(() -> states("n-1").equals("DEAD"));
        assertThat(desk.take()).isEmpty();
    }

    @Test
    void a_refused_channel_is_an_alert_at_once_and_over_when_it_delivers() {
        pager.answer = _ -> new SendReply.ChannelRefused("wrong password");
        senders.use(List.of(pager));
        queue("pager", "n-1");
        await().until(() -> desk.firing(failing()));
        assertThat(desk.take())
                .extracting(Notice::title)
                .containsExactly("channel pager does not deliver");
        pager.answer = _ -> FakeChannel.OK;
        pass(Duration.ofMinutes(2));
        await().until(() -> !desk.firing(failing()));
        assertThat(pager.ids()).containsExactly("n-1");
    }

    @Test
    void one_that_does_not_reach_everybody_is_an_alert_and_its_message_is_not_sent_again() {
        pager.answer = _ -> new SendReply.Partly("250 ok; refused: b@example.com (550)");
        senders.use(List.of(pager));
        queue("pager", "n-1");
        await().until(() -> desk.firing(failing()));
        assertThat(desk.take())
                .extracting(Notice::title)
                .containsExactly("channel pager does not reach everybody");
        assertThat(delivery("n-1").state()).isEqualTo(Delivery.State.SENT);
    }

    @Test
    void one_that_fails_again_and_again_is_an_alert() {
        pager.answer = _ -> LATER;
        senders.use(List.of(pager));
        queue("pager", "n-1");
        for (int attempt = 1; attempt <= 4; attempt++) {
            assertThat(desk.firing(failing())).isFalse();
            int made = attempt;
            await().until(() -> delivery("n-1").attempts() == made);
            if (attempt < 4) {
                pass(Duration.ofMinutes(1));
            }
        }
        await().until(() -> desk.firing(failing()));
    }

    @Test
    void another_channel_of_the_same_name_is_tried_at_once() {
        pager.answer = _ -> new SendReply.ChannelRefused("wrong password");
        senders.use(List.of(pager));
        queue("pager", "n-1");
        await().until(() -> delivery("n-1").attempts() == 1);
        var mended = new FakeChannel("pager");
        senders.use(List.of(mended));
        await().until(() -> states("n-1").equals("SENT"));
        assertThat(mended.ids()).containsExactly("n-1");
    }

    @Test
    void what_waits_for_a_removed_channel_is_given_up_with_a_note() {
        pager.answer = _ -> LATER;
        senders.use(List.of(pager, mail));
        queue("pager", "n-1", "n-2");
        await().until(() -> delivery("n-1").attempts() == 1);
        senders.use(List.of(mail));
        assertThat(states("n-1", "n-2")).isEqualTo("DEAD DEAD");
        assertThat(delivery("n-2").detail()).contains("removed from the configuration");
        queue("pager", "n-3");
        assertThat(states("n-3")).isEqualTo("DEAD");
    }

    @Test
    void people_are_told_without_the_store_and_it_learns_of_it_later() {
        senders.use(List.of(pager));
        storeGone = true;
        write(Mail.to("pager", "n-1"));
        await().until(() -> pager.ids().contains("n-1"));
        assertThat(store.alerts().waiting()).isEmpty();
        await().until(book::behind);
        storeGone = false;
        await().until(() -> {
            book.retry();
            return states("n-1").equals("SENT");
        });
        assertThat(book.behind()).isFalse();
    }

    @Test
    void a_clock_that_is_set_back_keeps_no_message_for_long() {
        pager.answer = _ -> LATER;
        senders.use(List.of(pager));
        queue("pager", "n-1");
        await().until(() -> delivery("n-1").attempts() == 1);
        time.set(Town.BEGIN.minus(Duration.ofDays(1)));
        pager.answer = _ -> FakeChannel.OK;
        pass(Duration.ofHours(1));
        await().until(() -> pager.ids().contains("n-1"));
    }

    private AlertKey failing() {
        return new AlertKey(AlertRule.CHANNEL_FAILING, Subject.channel("pager"), "");
    }

    private void pass(Duration passed) {
        time.pass(passed);
        senders.wake();
    }

    private void queue(String channel, String... ids) {
        for (String id : ids) {
            write(Mail.to(channel, id));
        }
    }

    private void write(Delivery delivery) {
        book.write(List.of(), List.of(delivery));
        senders.add(List.of(delivery));
    }

    private Delivery delivery(String id) {
        return store.alerts().deliveries(Town.BEGIN, 100).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private String states(String... ids) {
        return String.join(
                " ", List.of(ids).stream().map(id -> delivery(id).state().name()).toList());
    }
}
