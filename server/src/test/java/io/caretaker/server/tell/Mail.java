package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.inventory.Severity;
import java.util.List;

/// Messages for tests.
final class Mail {
    private Mail() {}

    static Delivery to(String channel, String id) {
        return to(channel, id, AlertKey.of(AlertRule.SERVICE_DOWN, Town.id("db")));
    }

    static Delivery to(String channel, String id, AlertKey key) {
        return to(channel, id, key, "a-1");
    }

    static Delivery to(String channel, String id, AlertKey key, String alert) {
        var line =
                new MessageLine(
                        alert,
                        key,
                        Said.FIRING,
                        "",
                        Severity.HIGH,
                        "db is down",
                        "refused",
                        Town.BEGIN,
                        null,
                        new AlertPlace(
                                "db", "other", "here", "production", "here", "db", List.of()),
                        List.of(),
                        0,
                        "",
                        id,
                        1);
        return Delivery.of(
                new Message(
                        id,
                        channel,
                        Town.BEGIN,
                        Said.FIRING,
                        Severity.HIGH,
                        "db is down",
                        List.of(line),
                        0));
    }
}
