package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/// Asks hosts for their keys and keeps those that a person accepts. Thread-safe.
public final class HostKeys {
    /// One connection for each kind, since a server shows one key a connection.
    private static final List<List<String>> KINDS =
            List.of(
                    List.of("ssh-ed25519"),
                    List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"),
                    List.of("rsa-sha2-512", "rsa-sha2-256"));

    private final SshHosts hosts;
    private final KnownHosts known;

    HostKeys(SshHosts hosts, KnownHosts known) {
        this.hosts = hosts;
        this.known = known;
    }

    /// A host on the way, or at its end.
    public static final class Stop {
        private final Target target;

        Stop(Target target) {
            this.target = target;
        }

        /// `db1 (ops@10.0.0.5)`.
        public String shown() {
            return target.toString();
        }

        public String address() {
            return target.address();
        }

        public int port() {
            return target.port();
        }
    }

    /// The jumps on the way to a host in their order, and the host last.
    public static List<Stop> way(Host host) {
        var way = new ArrayList<Stop>();
        for (Target stop = Target.of(host); stop != null; stop = stop.via()) {
            way.addFirst(new Stop(stop));
        }
        return way;
    }

    /// The keys that a stop shows, at least one. The jumps before it must be trusted already.
    ///
    /// Throws [Problem] `UNREACHABLE`.
    public List<HostKey> offered(Stop stop, Deadline deadline) throws InterruptedException {
        var keys = new ArrayList<HostKey>();
        Problem last = Dialer.unreachable(stop.target, "it shows no host key", null);
        for (List<String> kind : KINDS) {
            try {
                HostKey key = hosts.offered(stop.target, kind, deadline);
                if (key != null) {
                    keys.add(key);
                }
            } catch (Problem e) {
                last = e;
            }
        }
        if (keys.isEmpty()) {
            throw last;
        }
        return keys;
    }

    /// The keys that are trusted for a stop, by any file.
    public List<HostKey> known(Stop stop) {
        return known.keys(stop.target.names(), stop.port());
    }

    public void trust(Stop stop, List<HostKey> keys) {
        known.trust(stop.address(), stop.port(), keys);
    }

    /// Forgets what caretaker's own file has of a stop; the number of keys.
    public int remove(Stop stop) {
        return stop.target.names().stream().mapToInt(name -> known.remove(name, stop.port())).sum();
    }

    public KnownHosts files() {
        return known;
    }
}
