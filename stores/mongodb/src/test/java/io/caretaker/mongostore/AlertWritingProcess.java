package io.caretaker.mongostore;

import io.caretaker.testkit.store.AlertTurns;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// A process of its own that tells of the same alerts again and again, and says after each turn
/// which number is kept: `AlertWritingProcess <uri> <first>`.
final class AlertWritingProcess {
    private AlertWritingProcess() {}

    public static void main(String[] args) {
        try (var store =
                MongoStore.open(MongoAddress.of(args[0], null, null, null), TestServer.TERMS)) {
            for (int i = Integer.parseInt(args[1]); ; i++) {
                AlertTurns.turn(store.alerts(), i);
                System.out.println("told " + i);
            }
        }
    }

    static Process start(String uri, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AlertWritingProcess.class.getName(),
                        uri,
                        Integer.toString(first))
                .redirectError(Redirect.DISCARD)
                .start();
    }
}
