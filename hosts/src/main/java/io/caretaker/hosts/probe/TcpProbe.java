package io.caretaker.hosts.probe;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.util.List;

/// Connects by TCP, and asks and listens where the check wants that. Thread-safe.
///
/// The most frequent check: it costs one socket and no thread but the caller's, which must be
/// virtual, because only there does interruption end a wait for a socket.
public final class TcpProbe implements Probe {
    private final NameResolver names;

    public TcpProbe(NameResolver names) {
        this.names = names;
    }

    @Override
    public ProbeReply probe(Service service, Host host, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        if (!(spec instanceof CheckSpec.Tcp tcp)) {
            throw new IllegalArgumentException("not a tcp check: " + spec.method());
        }
        return ProbeReply.of(
                switch (names.resolve(tcp.host(), deadline)) {
                    case Resolution.Found found -> any(found.addresses(), tcp, deadline);
                    case Resolution.NotFound missing -> Faults.unresolved(missing);
                    case Resolution.TimedOut _ -> Faults.nameTimedOut(tcp.host());
                });
    }

    /// The first address that answers; one that does not must leave time for the others.
    private static Outcome any(List<InetAddress> addresses, CheckSpec.Tcp tcp, Deadline deadline)
            throws InterruptedException {
        Outcome last = Faults.timedOut(where(tcp), "before it was asked");
        for (int i = 0; i < addresses.size() && !deadline.expired(); i++) {
            Deadline share = deadline.within(deadline.remaining().dividedBy(addresses.size() - i));
            last = ask(addresses.get(i), tcp, share, deadline);
            if (last instanceof Outcome.Up) {
                return last;
            }
        }
        return last;
    }

    private static Outcome ask(
            InetAddress address, CheckSpec.Tcp tcp, Deadline toConnect, Deadline deadline)
            throws InterruptedException {
        // Straight to the service: else the platform looks for a proxy before each connection.
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(new InetSocketAddress(address, tcp.port()), toConnect.remainingMillis());
            return new TcpDialogue(socket, tcp, where(tcp), deadline).hold();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the check was cancelled");
            }
            return Faults.of(e, where(tcp));
        }
    }

    private static String where(CheckSpec.Tcp tcp) {
        return tcp.host().indexOf(':') >= 0
                ? "[" + tcp.host() + "]:" + tcp.port()
                : tcp.host() + ":" + tcp.port();
    }
}
