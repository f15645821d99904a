package io.caretaker.sqlite;

import io.caretaker.testkit.store.AlertTurns;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// A process of its own that tells of the same alerts again and again, and says after each turn
/// which number is on disk: `AlertWritingProcess <directory> <first>`.
final class AlertWritingProcess {
    private AlertWritingProcess() {}

    public static void main(String[] args) {
        try (var store = SqliteStore.open(Path.of(args[0]))) {
            for (int i = Integer.parseInt(args[1]); ; i++) {
                AlertTurns.turn(store.alerts(), i);
                System.out.println("told " + i);
            }
        }
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
