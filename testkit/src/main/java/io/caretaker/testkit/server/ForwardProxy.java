package io.caretaker.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy on the loopback interface: passes requests on, and tunnels what asks for it by
/// CONNECT. One request each connection.
public final class ForwardProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile int refusal;

    public ForwardProxy() {
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /// Answers everybody with this status from now on.
    public void refuse(int status) {
        refusal = status;
    }

    /// The heads of what it was asked.
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket guest = listener.accept();
                sockets.add(guest);
                Thread.ofVirtual().start(() -> treat(guest));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Socket guest) {
        try {
            String head = head(guest.getInputStream());
            heads.add(head);
            if (refusal != 0) {
                write(guest, "HTTP/1.1 " + refusal + " no\r\nContent-Length: 0\r\n\r\n");
                guest.close();
                return;
            }
            String[] words = head.lines().findFirst().orElseThrow().split(" ", -1);
            if (words[0].equals("CONNECT")) {
                Socket target = connect(URI.create("tcp://" + words[1]));
                write(guest, "HTTP/1.1 200 tunnel\r\n\r\n");
                join(guest, target);
            } else {
                URI asked = URI.create(words[1]);
                Socket target = connect(asked);
                write(target, head.replaceFirst("http://[^/]+", "") + "\r\n");
                join(guest, target);
            }
        } catch (IOException e) {
            // One of the two has left.
        }
    }

    private Socket connect(URI target) throws IOException {
        var socket = new Socket(InetAddress.ofLiteral(target.getHost()), target.getPort());
        sockets.add(socket);
        return socket;
    }

    private static void join(Socket one, Socket other) {
        Thread.ofVirtual().start(() -> copy(one, other));
        Thread.ofVirtual().start(() -> copy(other, one));
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // The other direction was closed first.
        }
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (String line = HttpReceiver.line(in); !line.isEmpty(); line = HttpReceiver.line(in)) {
            head.append(line).append("\r\n");
        }
        return head.toString();
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }
}
