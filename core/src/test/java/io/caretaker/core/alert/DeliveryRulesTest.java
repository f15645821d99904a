package io.caretaker.core.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Delivery.State;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeliveryRulesTest {
    private static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    private static final Duration GIVE_UP = Duration.ofDays(3);

    private static Delivery fresh() {
        var key = AlertKey.own(AlertRule.STORE_GONE);
        var line =
                new MessageLine(
                        "a-1",
                        key,
                        Said.FIRING,
                        "",
                        Severity.HIGH,
                        "gone",
                        "",
                        START,
                        null,
                        new AlertPlace("", "", "", "", "", "", List.of()),
                        List.of(),
                        0,
                        "",
                        "n-1",
                        1);
        return Delivery.of(
                new Message(
                        "n-1",
                        "mail",
                        START,
                        Said.FIRING,
                        Severity.HIGH,
                        "gone",
                        List.of(line),
                        0));
    }

    private static Delivery after(Delivery before, SendReply reply, Instant now) {
        return DeliveryRules.after(before, reply, GIVE_UP, 0.5, now);
    }

    @Test
    void what_arrived_is_over() {
        Delivery sent = after(fresh(), new SendReply.Delivered("250 ok"), START.plusSeconds(1));
        assertThat(sent.state()).isEqualTo(State.SENT);
        assertThat(sent.attempts()).isOne();
        assertThat(sent.endedAt()).isEqualTo(START.plusSeconds(1));
        assertThat(sent.detail()).isEqualTo("250 ok");
    }

    @Test
    void pauses_grow_up_to_ten_minutes_and_are_spread() {
        Delivery delivery = fresh();
        Instant now = START;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 40; i++) {
            delivery = after(delivery, new SendReply.Later("refused", null), now);
            Duration pause = Duration.between(now, delivery.next());
            assertThat(pause)
                    .isGreaterThanOrEqualTo(last)
                    .isLessThanOrEqualTo(Duration.ofMinutes(10));
            last = pause;
            now = delivery.next();
        }
        assertThat(delivery.attempts()).isEqualTo(40);
        assertThat(last).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(DeliveryRules.pause(1, null, 0)).isNotEqualTo(DeliveryRules.pause(1, null, 0.9));
    }

    @Test
    void the_wish_of_a_receiver_is_kept_within_reason() {
        var minute = new SendReply.Later("429", Duration.ofMinutes(30));
        assertThat(after(fresh(), minute, START).next())
                .isEqualTo(START.plus(Duration.ofMinutes(30)));
        var endless = new SendReply.Later("429", Duration.ofDays(300));
        assertThat(after(fresh(), endless, START).next())
                .isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void a_refused_message_is_given_up_at_once_and_a_refused_channel_is_not() {
        assertThat(after(fresh(), new SendReply.MessageRefused("400"), START).state())
                .isEqualTo(State.DEAD);
        var refused = new SendReply.ChannelRefused("401");
        Delivery again = after(fresh(), refused, START);
        assertThat(again.waiting()).isTrue();
        assertThat(again.next()).isAfterOrEqualTo(START.plusSeconds(60));
        assertThat(DeliveryRules.failing(1, refused)).isTrue();
    }

    @Test
    void what_was_tried_for_too_long_is_given_up() {
        Instant late = START.plus(GIVE_UP);
        var later = new SendReply.Later("refused", null);
        assertThat(after(fresh(), later, late.minusSeconds(1)).waiting()).isTrue();
        assertThat(after(fresh(), later, late).state()).isEqualTo(State.DEAD);
    }

    @Test
    void a_channel_fails_after_some_attempts() {
        var later = new SendReply.Later("refused", null);
        assertThat(DeliveryRules.failing(DeliveryRules.FAILING - 1, later)).isFalse();
        assertThat(DeliveryRules.failing(DeliveryRules.FAILING, later)).isTrue();
    }

    @Test
    void a_message_that_alone_does_not_arrive_is_given_up_within_hours() {
        Delivery delivery = fresh();
        Instant now = START;
        while (delivery.waiting()) {
            now = delivery.next().isAfter(now) ? delivery.next() : now;
            Delivery after = after(delivery, new SendReply.Later("500", null), now);
            assertThat(DeliveryRules.unlessStubborn(after, false, now)).isEqualTo(after);
            delivery = DeliveryRules.unlessStubborn(after, true, now);
        }
        assertThat(delivery.state()).isEqualTo(State.DEAD);
        assertThat(delivery.detail()).isEqualTo("500; others arrived meanwhile");
        assertThat(Duration.between(START, now))
                .isBetween(Duration.ofMinutes(15), Duration.ofHours(2));
    }
}
