package io.caretaker.mysql;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.health.DatabaseTarget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The TCP connection below the driver's: opened here, so that it can be closed from outside at any
/// moment, also while the driver is still connecting, agreeing on TLS or logging in.
///
/// The driver itself resolves names without a time limit and counts its socket timeout per read, so
/// a peer that sends a byte now and then would hold it for ever. Thread-safe.
final class Line {
    /// The line that the driver shall use on this thread.
    static final ScopedValue<Line> CURRENT = ScopedValue.newInstance();

    private final DatabaseTarget target;
    private final NameResolver names;
    private Deadline deadline;
    private SpareEntrance.Place place;
    private @Nullable Socket socket;
    private boolean cut;

    Line(DatabaseTarget target, NameResolver names, Deadline deadline) {
        this.target = target;
        this.names = names;
        this.deadline = deadline;
        this.place = new SpareEntrance.Place(null, target.port());
    }

    /// Whoever connects from now on connects there.
    void turnTo(SpareEntrance.Place other) {
        place = other;
    }

    /// Resolves and connects; the first address that accepts wins.
    Socket open() throws IOException {
        IOException last = null;
        for (InetAddress address : addresses()) {
            Socket candidate = register(new Socket());
            try {
                candidate.connect(
                        new InetSocketAddress(address, place.port()), deadline.remainingMillis());
                return candidate;
            } catch (IOException e) {
                candidate.close();
                last = e;
            }
        }
        throw last == null ? new UnknownHostException(host()) : last;
    }

    /// Takes over the deadline of the next piece of work.
    synchronized void limit(Deadline next) throws SocketException {
        deadline = next;
        if (socket != null) {
            socket.setSoTimeout(next.remainingMillis());
        }
    }

    /// Closes the socket, or lets none be opened any more: whoever waits on it fails at once.
    synchronized void cut() {
        cut = true;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException ignored) {
                // It was to be closed, and is of no more use in any case.
            }
        }
    }

    private synchronized Socket register(Socket fresh) throws IOException {
        if (cut) {
            fresh.close();
            throw new SocketTimeoutException("the time limit came before the connection");
        }
        socket = fresh;
        return fresh;
    }

    private String host() {
        String host = place.host();
        return host == null ? target.host() : host;
    }

    private List<InetAddress> addresses() throws IOException {
        try {
            return switch (names.resolve(host(), deadline)) {
                case NameResolver.Resolution.Found found -> found.addresses();
                case NameResolver.Resolution.NotFound missing ->
                        throw new UnknownHostException(missing.message());
                case NameResolver.Resolution.TimedOut() ->
                        throw new SocketTimeoutException("the name service did not answer in time");
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while resolving the name");
        }
    }
}
