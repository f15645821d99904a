package io.caretaker.web.alert;

import io.caretaker.core.alert.Delivery;
import io.caretaker.web.page.When;
import java.time.Instant;

/// Messages for people. Pure.
final class Deliveries {
    private Deliveries() {}

    static AlertPage.Sent of(Delivery delivery, Instant now) {
        return new AlertPage.Sent(
                delivery.channel(),
                delivery.message().title(),
                word(delivery),
                look(delivery),
                delivery.detail(),
                delivery.attempts(),
                When.of(delivery.message().at(), now));
    }

    static ChannelsPage.Sent line(Delivery delivery, Instant now) {
        return new ChannelsPage.Sent(
                delivery.id(),
                When.of(delivery.message().at(), now),
                delivery.channel(),
                delivery.message().title(),
                word(delivery),
                look(delivery),
                delivery.state() == Delivery.State.SENT ? "" : delivery.detail());
    }

    private static String word(Delivery delivery) {
        return switch (delivery.state()) {
            case WAITING -> "Waits";
            case SENT -> "Sent";
            case DEAD -> "Given up";
        };
    }

    private static String look(Delivery delivery) {
        return switch (delivery.state()) {
            case WAITING -> "doubt";
            case SENT -> "good";
            case DEAD -> "bad";
        };
    }
}
