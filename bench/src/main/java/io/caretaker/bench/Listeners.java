package io.caretaker.bench;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Listens on many ports of the loopback interface, accepts whoever comes, and hangs up a moment
/// later. A process of its own, so that what it costs is not counted as a check's cost.
///
/// Arguments: number of ports, file to write them to (one on a line, whole or not at all), seconds
/// after which it ends.
public final class Listeners {
    /// Below the range that connections take their own ports from.
    private static final int FIRST_PORT = 10_240;

    private static final int BACKLOG = 256;
    private static final Duration TURN = Duration.ofMillis(20);

    private Listeners() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int count = Integer.parseInt(args[0]);
        Path file = Path.of(args[1]);
        long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(args[2])).toNanos();
        try (Selector selector = Selector.open()) {
            publish(listen(selector, count), file);
            List<SocketChannel> before = List.of();
            while (end - System.nanoTime() > 0) {
                List<SocketChannel> now = accept(selector);
                for (SocketChannel each : before) {
                    each.close();
                }
                before = now;
                Thread.sleep(TURN);
            }
        }
    }

    private static List<Integer> listen(Selector selector, int count) throws IOException {
        var ports = new ArrayList<Integer>();
        for (int port = FIRST_PORT; ports.size() < count; port++) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.bind(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_ACCEPT);
                ports.add(port);
            } catch (BindException _) {
                channel.close();
            }
        }
        return ports;
    }

    private static void publish(List<Integer> ports, Path file) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.write(draft, ports.stream().map(String::valueOf).toList());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /// One of each port; who else waits there is taken in the next turn.
    private static List<SocketChannel> accept(Selector selector) throws IOException {
        var accepted = new ArrayList<SocketChannel>();
        selector.selectNow(key -> {
            try {
                SocketChannel channel = ((ServerSocketChannel) key.channel()).accept();
                if (channel != null) {
                    accepted.add(channel);
                }
            } catch (IOException _) {
                // It hung up before we came.
            }
        });
        return accepted;
    }
}
