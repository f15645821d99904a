package io.caretaker.testkit.store;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertState;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Telling;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Alerts and what belongs to them for tests.
public final class AlertSamples {
    private AlertSamples() {}

    /// One that fires and of which nobody knows.
    public static Alert alert(String id, Instant since) {
        return alert(id, since, id + " is down", "connection refused");
    }

    public static Alert alert(String id, Instant since, String title, String text) {
        return new Alert(
                id,
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId("service-of-" + id)),
                AlertState.FIRING,
                Severity.HIGH,
                title,
                text,
                since,
                since,
                null,
                "",
                List.of(since),
                "",
                List.of());
    }

    public static Alert ended(String id, Instant since, Instant endedAt) {
        Alert fired = alert(id, since);
        return new Alert(
                id,
                fired.key(),
                AlertState.RESOLVED,
                Severity.HIGH,
                fired.title(),
                "",
                since,
                endedAt,
                endedAt,
                "it answers again",
                List.of(since),
                "",
                List.of());
    }

    /// The alert of which the message's channel was told with it.
    public static Alert told(Alert alert, Message message) {
        return alert.with(
                new Telling(
                        message.channel(),
                        message.said(),
                        message.at(),
                        message.at(),
                        alert.severity(),
                        message.id(),
                        null,
                        false));
    }

    /// A message about these alerts.
    public static Message message(String id, String channel, Instant at, Alert... alerts) {
        return new Message(
                id,
                channel,
                at,
                Said.FIRING,
                Severity.HIGH,
                alerts.length + " alerts",
                Stream.of(alerts).map(each -> line(each, id)).toList(),
                0);
    }

    private static MessageLine line(Alert alert, String thread) {
        return new MessageLine(
                alert.id(),
                alert.key(),
                Said.FIRING,
                "it is new",
                alert.severity(),
                alert.title(),
                alert.text(),
                alert.since(),
                alert.endedAt(),
                new AlertPlace(
                        alert.key().subject().id(),
                        "postgresql",
                        "db-1",
                        "production",
                        "jeju",
                        "The “main” database",
                        List.of("primary")),
                List.of("web", "shop"),
                2,
                "",
                thread,
                0);
    }

    public static Delivery sent(Message message, Instant endedAt) {
        return new Delivery(message, Delivery.State.SENT, 1, message.at(), endedAt, "250 OK");
    }

    public static Acknowledgement word(String alert, Instant at) {
        return new Acknowledgement(alert, "cli:anna", at, null, "I see to it");
    }

    public static Mute mute(String id, Instant at, @Nullable Instant until) {
        return new Mute(
                id,
                new AlertMatcher(
                        Set.of(AlertRule.METRIC, AlertRule.SERVICE_DOWN),
                        Set.of(Severity.LOW),
                        Set.of("production", "staging"),
                        Set.of(),
                        Set.of("mysql"),
                        Set.of(),
                        Set.of("db-1"),
                        Set.of("primary")),
                "cli:ben",
                at,
                until,
                "moving house");
    }
}
