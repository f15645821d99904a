package io.caretaker.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Dashboards that are open: listens to as many streams as it is told, in turn to those of the
/// pages it is told, until it is ended. Ends by itself, with code 1, when a stream is refused or
/// ends.
///
/// Arguments: port, number of streams, paths of the streams.
public final class StreamListeners {
    private static final String OK = "HTTP/1.1 200";

    private StreamListeners() {}

    public static void main(String[] args) throws InterruptedException {
        int port = Integer.parseInt(args[0]);
        Thread last = Thread.currentThread();
        for (int i = 0; i < Integer.parseInt(args[1]); i++) {
            String path = args[2 + i % (args.length - 2)];
            last = Thread.ofVirtual().start(() -> listen(port, path));
        }
        last.join();
    }

    private static void listen(int port, String path) {
        String request =
                "GET "
                        + path
                        + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + port
                        + "\r\nAccept: text/event-stream\r\n\r\n";
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String status = new String(in.readNBytes(OK.length()), StandardCharsets.US_ASCII);
            if (!status.equals(OK)) {
                end(path + " is answered with " + status);
            }
            var bytes = new byte[8192];
            while (in.read(bytes) >= 0) {
                // Only taken.
            }
            end(path + " has ended");
        } catch (IOException e) {
            end(path + " has ended: " + e.getMessage());
        }
    }

    private static void end(String why) {
        System.err.println("the stream " + why);
        Runtime.getRuntime().halt(1);
    }
}
