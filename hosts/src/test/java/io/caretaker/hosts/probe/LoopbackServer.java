package io.caretaker.hosts.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A server on a free port of the loopback that treats each connection as a test wants it.
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket server;
    private final Treatment treatment;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger ended = new AtomicInteger();

    /// What happens to a connection; it is closed afterwards.
    @FunctionalInterface
    interface Treatment {
        void treat(Socket connection) throws IOException, InterruptedException;
    }

    LoopbackServer(Treatment treatment) throws IOException {
        this.treatment = treatment;
        this.server = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// Accepts, and never says anything until the peer goes.
    static LoopbackServer silent() throws IOException {
        return new LoopbackServer(LoopbackServer::readToTheEnd);
    }

    static LoopbackServer saying(String text) throws IOException {
        return new LoopbackServer(connection -> {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            readToTheEnd(connection);
        });
    }

    /// After a beginning says one byte every 50 ms, for ever.
    static LoopbackServer trickling(String beginning) throws IOException {
        return new LoopbackServer(connection -> {
            connection.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
            while (true) {
                connection.getOutputStream().write('x');
                Thread.sleep(50);
            }
        });
    }

    static LoopbackServer resetting() throws IOException {
        return new LoopbackServer(connection -> connection.setSoLinger(true, 0));
    }

    static void readToTheEnd(Socket connection) throws IOException {
        while (connection.getInputStream().read() >= 0) {
            // Nothing of it matters.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /// Connections that ended, for whatever reason.
    int ended() {
        return ended.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket connection = server.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            treatment.treat(connection);
        } catch (IOException | InterruptedException _) {
            // The peer went away.
        } finally {
            open.remove(connection);
            ended.incrementAndGet();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
