package io.caretaker.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Telling;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What a daemon does with alerts, in numbered turns, for tests that kill it: each turn marks the
/// same alerts told by a new message and queues that message, and then says that it was sent.
public final class AlertTurns {
    public static final int ALERTS = 7;

    private static final String CHANNEL = "mail";

    private AlertTurns() {}

    public static String message(int turn) {
        return "n-" + turn;
    }

    public static void turn(AlertStore store, int number) {
        List<Alert> alerts =
                IntStream.range(0, ALERTS)
                        .mapToObj(i -> AlertSamples.alert("a-" + i, Samples.NOW))
                        .toList();
        Instant at = Samples.NOW.plusSeconds(number);
        Message message =
                AlertSamples.message(message(number), CHANNEL, at, alerts.toArray(Alert[]::new));
        store.write(
                alerts.stream().map(each -> AlertSamples.told(each, message)).toList(),
                List.of(Delivery.of(message)));
        store.write(List.of(), List.of(AlertSamples.sent(message, at)));
    }

    /// Fails when an alert is marked told by a message that is not there, or does not tell of it.
    ///
    /// @return the ids of the messages that the alerts were told by
    public static List<String> assertNothingToldWithoutItsMessage(AlertStore store) {
        List<Alert> alerts = store.alerts(Instant.EPOCH);
        Map<String, List<String>> told =
                store.deliveries(Instant.EPOCH, Integer.MAX_VALUE).stream()
                        .collect(Collectors.toMap(Delivery::id, AlertTurns::alerts));
        for (Alert alert : alerts) {
            Telling telling = alert.telling(CHANNEL).orElseThrow();
            assertThat(told.getOrDefault(telling.thread(), List.of()))
                    .as("told by %s", telling.thread())
                    .contains(alert.id());
        }
        return alerts.stream().map(each -> each.telling(CHANNEL).orElseThrow().thread()).toList();
    }

    private static List<String> alerts(Delivery delivery) {
        return delivery.message().lines().stream().map(MessageLine::alert).toList();
    }
}
