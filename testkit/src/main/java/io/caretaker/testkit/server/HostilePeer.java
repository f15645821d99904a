package io.caretaker.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A TCP peer that misbehaves in one way towards everyone who connects.
public final class HostilePeer implements AutoCloseable {
    private final ServerSocket listener;
    private final Conduct conduct;
    private final Queue<Socket> guests = new ConcurrentLinkedQueue<>();

    private HostilePeer(Conduct conduct) {
        this.conduct = conduct;
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    /// Accepts and never says anything.
    public static HostilePeer silent() {
        return new HostilePeer(guest -> {});
    }

    /// Closes as soon as the guest has said something.
    public static HostilePeer closing() {
        return new HostilePeer(guest -> {
            guest.getInputStream().read();
            guest.close();
        });
    }

    /// Says this and then nothing more.
    public static HostilePeer saying(byte[] text) {
        return new HostilePeer(guest -> {
            guest.getOutputStream().write(text);
            guest.getOutputStream().flush();
        });
    }

    /// Begins an answer and goes on with one byte after each pause, for ever.
    public static HostilePeer dripping(byte[] beginning, Duration pause) {
        return new HostilePeer(guest -> {
            guest.getOutputStream().write(beginning);
            while (true) {
                Thread.sleep(pause);
                guest.getOutputStream().write('x');
                guest.getOutputStream().flush();
            }
        });
    }

    public int port() {
        return listener.getLocalPort();
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
            conduct.treat(guest);
        } catch (IOException e) {
            // The guest has left, which is what it should do.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static boolean present(Socket guest) {
        if (guest.isClosed()) {
            return false;
        }
        try {
            guest.setSoTimeout(1);
            while (guest.getInputStream().read() >= 0) {
                guest.setSoTimeout(1);
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// What is done to a guest.
    private interface Conduct {
        void treat(Socket guest) throws IOException, InterruptedException;
    }
}
