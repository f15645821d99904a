package io.caretaker.channels.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// TLS before a mail server that has none, from the first byte or after STARTTLS.
final class TlsFront implements AutoCloseable {
    private final ServerSocket server;
    private final SSLContext context;
    private final int behind;
    private final boolean startTls;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    final List<String> unprotected = new CopyOnWriteArrayList<>();

    TlsFront(SSLContext context, int behind, boolean startTls) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.context = context;
        this.behind = behind;
        this.startTls = startTls;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket plain) {
        try (plain;
                var back = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            open.add(back);
            if (startTls) {
                begin(plain, back);
            }
            var secure = (SSLSocket) context.getSocketFactory().createSocket(plain, null, true);
            secure.setUseClientMode(false);
            Thread.ofVirtual().start(() -> copy(back, secure));
            copy(secure, back);
        } catch (IOException e) {
            // The other side does not want it.
        }
    }

    /// The greeting of the real server, and one EHLO of our own.
    private void begin(Socket plain, Socket back) throws IOException {
        OutputStream out = plain.getOutputStream();
        out.write((line(back.getInputStream()) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        unprotected.add(line(plain.getInputStream()));
        out.write("250-front\r\n250 STARTTLS\r\n".getBytes(StandardCharsets.US_ASCII));
        unprotected.add(line(plain.getInputStream()));
        out.write("220 go\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int each = in.read(); each >= 0 && each != '\n'; each = in.read()) {
            line.append((char) each);
        }
        return line.toString().strip();
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of them is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
