package io.caretaker.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Dashboards that are open: listens to the stream of the overview as often as it is told, until it
/// is ended.
///
/// Arguments: port, number of streams.
public final class StreamListeners {
    private StreamListeners() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        Thread last = Thread.currentThread();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            last = Thread.ofVirtual().start(() -> listen(port));
        }
        last.join();
    }

    private static void listen(int port) {
        String request =
                "GET /live/overview HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nAccept: text/event-stream\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            var bytes = new byte[8192];
            while (in.read(bytes) >= 0) {
                // Only taken.
            }
        } catch (IOException e) {
            System.err.println("a stream has ended: " + e.getMessage());
        }
    }
}
