package io.caretaker.sqlite;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.testkit.store.AlertSamples;
import io.caretaker.testkit.store.Samples;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// A process of its own that tells of the same alerts again and again, as the daemon does: each
/// turn marks them told by a new message and queues that message. It says after each turn which
/// number is on disk: `AlertWritingProcess <directory> <first>`.
final class AlertWritingProcess {
    private static final int ALERTS = 7;

    private AlertWritingProcess() {}

    public static void main(String[] args) {
        try (var store = SqliteStore.open(Path.of(args[0]))) {
            for (int i = Integer.parseInt(args[1]); ; i++) {
                turn(store.alerts(), i);
                System.out.println("told " + i);
            }
        }
    }

    private static void turn(AlertStore store, int number) {
        List<Alert> alerts =
                IntStream.range(0, ALERTS)
                        .mapToObj(i -> AlertSamples.alert("a-" + i, Samples.NOW))
                        .toList();
        Instant at = Samples.NOW.plusSeconds(number);
        Message message =
                AlertSamples.message("n-" + number, "mail", at, alerts.toArray(Alert[]::new));
        store.write(
                alerts.stream().map(each -> AlertSamples.told(each, message)).toList(),
                List.of(Delivery.of(message)));
        store.write(List.of(), List.of(AlertSamples.sent(message, at)));
    }

    static int alerts() {
        return ALERTS;
    }

    static Process start(Path directory, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AlertWritingProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(Redirect.INHERIT)
                .start();
    }
}
