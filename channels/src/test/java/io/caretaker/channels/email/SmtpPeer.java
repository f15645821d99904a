package io.caretaker.channels.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A mail server on loopback that answers well unless it is told otherwise. Commands are chosen by
/// their beginning; the greeting is `CONNECT`, the end of the content `.`.
final class SmtpPeer implements AutoCloseable {
    static final String HANG = "!hang";
    static final String CLOSE = "!close";
    static final String RESET = "!reset";
    static final String ENDLESS = "!endless";
    static final String LONG_LINE = "!long";

    private final ServerSocket server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final CountDownLatch left = new CountDownLatch(1);

    final List<String> commands = new CopyOnWriteArrayList<>();
    final List<String> contents = new CopyOnWriteArrayList<>();

    SmtpPeer() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    SmtpPeer on(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    void wellAgain() {
        answers.clear();
    }

    int port() {
        return server.getLocalPort();
    }

    /// Waits until the other side closed a connection on which this one hangs.
    boolean left() throws InterruptedException {
        return left.await(10, TimeUnit.SECONDS);
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

    private void serve(Socket socket) {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            boolean goesOn = answer(socket, in, "CONNECT", "220 peer");
            String line;
            while (goesOn && (line = in.readLine()) != null) {
                commands.add(line);
                if (line.equals("DATA") && answer(socket, in, line, "354 go")) {
                    goesOn = content(socket, in);
                } else if (!line.equals("DATA")) {
                    goesOn = answer(socket, in, line, usual(line));
                } else {
                    goesOn = false;
                }
            }
        } catch (IOException e) {
            left.countDown();
        }
    }

    private boolean content(Socket socket, BufferedReader in) throws IOException {
        var content = new StringBuilder();
        if (answers.getOrDefault("DATA", "354").startsWith("354")) {
            String line;
            while ((line = in.readLine()) != null && !line.equals(".")) {
                content.append(line.startsWith(".") ? line.substring(1) : line).append('\n');
            }
            contents.add(content.toString());
            return answer(socket, in, ".", "250 2.0.0 queued");
        }
        return true;
    }

    private static String usual(String command) {
        if (command.startsWith("EHLO")) {
            return "250-peer\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 1000000";
        }
        if (command.startsWith("AUTH PLAIN")) {
            return "235 2.7.0 welcome";
        }
        return command.equals("QUIT") ? "221 bye" : "250 2.1.0 ok";
    }

    private boolean answer(Socket socket, BufferedReader in, String command, String usual)
            throws IOException {
        String answer =
                answers.entrySet().stream()
                        .filter(each -> command.startsWith(each.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse(usual);
        OutputStream out = socket.getOutputStream();
        switch (answer) {
            case HANG -> {
                while (in.read() >= 0) {
                    // What comes does not count.
                }
                left.countDown();
                return false;
            }
            case CLOSE -> {
                return false;
            }
            case RESET -> {
                socket.setSoLinger(true, 0);
                return false;
            }
            case ENDLESS -> {
                byte[] line = "250-and more\r\n".getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    out.write(line);
                }
            }
            case LONG_LINE -> {
                byte[] piece = "250 and more ".getBytes(StandardCharsets.US_ASCII);
                while (true) {
                    out.write(piece);
                }
            }
            default -> {
                out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                return true;
            }
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
