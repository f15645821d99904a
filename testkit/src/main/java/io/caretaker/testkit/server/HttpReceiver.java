package io.caretaker.testkit.server;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// An HTTP server on the loopback interface that writes down what it is asked, and answers as it is
/// told: well, badly, or not at all. Every answer but a good one closes the connection.
public final class HttpReceiver implements AutoCloseable {
    private final ServerSocket listener;
    private final String scheme;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Conduct> scripted = new ConcurrentLinkedQueue<>();
    private final Queue<Socket> guests = new ConcurrentLinkedQueue<>();
    private volatile Conduct usual = Conduct.answer(200, "ok");

    private HttpReceiver(ServerSocket listener, String scheme) {
        this.listener = listener;
        this.scheme = scheme;
        Thread.ofVirtual().start(this::serve);
    }

    /// One that answers 200 to all.
    public static HttpReceiver plain() {
        try {
            return new HttpReceiver(new ServerSocket(0, 50, loopback()), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same with TLS.
    public static HttpReceiver secure(SSLContext context) {
        try {
            return new HttpReceiver(
                    context.getServerSocketFactory().createServerSocket(0, 50, loopback()),
                    "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetAddress loopback() {
        return InetAddress.ofLiteral("127.0.0.1");
    }

    /// Does this to everyone from now on.
    public HttpReceiver always(Conduct conduct) {
        usual = conduct;
        return this;
    }

    /// Does these to the next ones, in this order, before what it does usually.
    public HttpReceiver next(Conduct... conducts) {
        scripted.addAll(List.of(conducts));
        return this;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// An address of this server.
    ///
    /// @param path with a slash at the beginning
    public URI uri(String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    /// What was asked so far, also where the answer was bad.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Connections that the other side has not closed.
    public long guestsPresent() {
        return guests.stream().filter(HostilePeer::present).count();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket guest : guests) {
                guest.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        while (!listener.isClosed()) {
            try {
                Socket guest = listener.accept();
                guests.add(guest);
                Thread.ofVirtual().start(() -> treat(guest));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void treat(Socket guest) {
        try {
            var in = new BufferedInputStream(guest.getInputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                Conduct conduct = scripted.poll();
                (conduct == null ? usual : conduct).treat(guest);
            }
            guest.close();
        } catch (IOException e) {
            // The guest has left, or was shown out.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first.isEmpty()) {
            return null;
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] words = first.split(" ", -1);
        return new Request(words[0], words[1], Collections.unmodifiableMap(headers), body);
    }

    /// A line of a request's head; empty at the end of the head, and of the connection.
    static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /// What somebody asked.
    ///
    /// @param target path and query
    /// @param headers by name, in any case
    public record Request(String method, String target, Map<String, String> headers, String body) {
        /// A header; empty when it was not sent.
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    /// What is done to one who has asked.
    @FunctionalInterface
    public interface Conduct {
        void treat(Socket guest) throws IOException, InterruptedException;

        /// Answers, and keeps the connection.
        ///
        /// @param headers whole lines, such as `Retry-After: 7`
        static Conduct answer(int status, String body, String... headers) {
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            var head = new StringBuilder("HTTP/1.1 " + status + " told so\r\n");
            for (String header : headers) {
                head.append(header).append("\r\n");
            }
            head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
            return guest -> {
                write(guest, head.toString());
                guest.getOutputStream().write(content);
                guest.getOutputStream().flush();
            };
        }

        /// Never answers, and keeps the connection.
        static Conduct hang() {
            return guest -> {};
        }

        /// Resets the connection.
        static Conduct reset() {
            return guest -> {
                guest.setSoLinger(true, 0);
                guest.close();
            };
        }

        /// Promises more than it gives, and closes.
        static Conduct closeHalfWay() {
            return guest -> {
                write(guest, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                guest.close();
            };
        }

        /// Closes in the middle of the head.
        static Conduct closeInHead() {
            return guest -> {
                write(guest, "HTTP/1.1 200 OK\r\nContent-Le");
                guest.close();
            };
        }

        /// Answers 200 at once, and gives the body one byte after each pause.
        static Conduct trickle(long pauseMillis) {
            return guest -> {
                write(guest, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                while (true) {
                    write(guest, "x");
                    Thread.sleep(pauseMillis);
                }
            };
        }

        /// Gives a head that never ends, one byte after each pause.
        static Conduct trickleHead(long pauseMillis) {
            return guest -> {
                write(guest, "HTTP/1.1 200 OK\r\nX-Long: ");
                while (true) {
                    write(guest, "x");
                    Thread.sleep(pauseMillis);
                }
            };
        }

        /// Answers with a body that never ends, as fast as it is taken.
        static Conduct endless(int status) {
            String piece = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
            return guest -> {
                write(guest, "HTTP/1.1 " + status + " OK\r\nTransfer-Encoding: chunked\r\n\r\n");
                while (true) {
                    write(guest, piece);
                }
            };
        }

        /// Answers what is no HTTP.
        static Conduct gibberish() {
            return guest -> {
                write(guest, "220 mail.example.test ESMTP\r\n");
                guest.close();
            };
        }

        private static void write(Socket guest, String text) throws IOException {
            guest.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            guest.getOutputStream().flush();
        }
    }
}
