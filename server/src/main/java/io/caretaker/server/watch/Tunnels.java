package io.caretaker.server.watch;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.ServiceId;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The tunnels in use, one for each port of a host, kept for the next check. Thread-safe.
final class Tunnels implements AutoCloseable {
    private final Hosts hosts;
    private final Map<Way, Kept> kept = new ConcurrentHashMap<>();

    private record Way(HostId host, String address, int port) {}

    private static final class Kept {
        private final ReentrantLock lock = new ReentrantLock();
        private final Set<ServiceId> users = ConcurrentHashMap.newKeySet();
        private @Nullable Tunnel tunnel;
        private boolean gone;
    }

    Tunnels(Hosts hosts) {
        this.hosts = hosts;
    }

    /// Where to connect on this machine to reach the port as the host reaches it.
    ///
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` when the host cannot be reached
    InetSocketAddress to(ServiceId user, Host host, String address, int port, Deadline deadline)
            throws InterruptedException {
        var way = new Way(host.id(), address, port);
        while (true) {
            Kept known = kept.computeIfAbsent(way, _ -> new Kept());
            known.lock.lockInterruptibly();
            try {
                if (!known.gone) {
                    known.users.add(user);
                    Tunnel tunnel = open(known, host, way, deadline);
                    return new InetSocketAddress(tunnel.host(), tunnel.port());
                }
            } finally {
                known.lock.unlock();
            }
        }
    }

    private Tunnel open(Kept known, Host host, Way way, Deadline deadline)
            throws InterruptedException {
        Tunnel tunnel = known.tunnel;
        if (tunnel == null || !tunnel.open()) {
            if (tunnel != null) {
                tunnel.close();
            }
            tunnel = hosts.of(host).tunnel(way.address, way.port, deadline);
            known.tunnel = tunnel;
        }
        return tunnel;
    }

    /// Closes the tunnels that only these services used.
    void forget(Set<ServiceId> services) {
        kept.forEach((way, known) -> {
            if (known.users.removeAll(services) && known.users.isEmpty()) {
                close(way, known);
            }
        });
    }

    private void close(Way way, Kept known) {
        known.lock.lock();
        try {
            known.gone = true;
            kept.remove(way, known);
            if (known.tunnel != null) {
                known.tunnel.close();
            }
        } finally {
            known.lock.unlock();
        }
    }

    int size() {
        return kept.size();
    }

    @Override
    public void close() {
        List.copyOf(kept.entrySet()).forEach(each -> close(each.getKey(), each.getValue()));
    }
}
