package io.caretaker.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands before a server on this machine and swallows every answer on a connection from the moment
/// on that a certain text is asked: like a statement that hangs in the server.
final class SilencingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int port;
    private final String text;

    SilencingProxy(int port, String text) throws IOException {
        this.port = port;
        this.text = text;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(client, server));
                var silent = new boolean[1];
                Thread.ofVirtual().start(() -> pump(client, server, silent, true));
                Thread.ofVirtual().start(() -> pump(server, client, silent, false));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void pump(Socket from, Socket to, boolean[] silent, boolean asks) {
        var buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (silent) {
                    silent[0] |=
                            asks && new String(buffer, 0, n, StandardCharsets.UTF_8).contains(text);
                    if (asks || !silent[0]) {
                        out.write(buffer, 0, n);
                    }
                }
            }
        } catch (IOException e) {
            // One side has gone.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket each : sockets) {
            each.close();
        }
    }
}
