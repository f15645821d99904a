package io.caretaker.it;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/// A program that listens on a port for a while and then dies.
final class ShortLived {
    private ShortLived() {}

    /// Listens until its time is over.
    ///
    /// @param arguments the port and the milliseconds to live
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        Duration life = Duration.ofMillis(Long.parseLong(arguments[1]));
        Thread.ofPlatform().start(() -> dieAfter(life));
        try (var listener = new ServerSocket(port, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            while (true) {
                try (Socket guest = listener.accept()) {
                    guest.getOutputStream().flush();
                }
            }
        }
    }

    private static void dieAfter(Duration life) {
        try {
            Thread.sleep(life);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
