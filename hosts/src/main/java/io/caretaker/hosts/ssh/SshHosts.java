package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.apache.sshd.client.session.ClientSession;
import org.jspecify.annotations.Nullable;

/// Other machines, by SSH. Thread-safe.
///
/// One connection leads to each host (and to each jump, however many hosts are behind it). A
/// connection is closed when nobody has used it for ten minutes.
public final class SshHosts implements Hosts, AutoCloseable {
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final Duration SWEEP = Duration.ofSeconds(30);
    private static final Duration CONNECTING = Duration.ofSeconds(20);

    private final SecretSource secrets;
    private final KnownHosts knownHosts;
    private final Dialer dialer;
    private final Semaphore connecting;
    private final Map<Target, Link> links = new ConcurrentHashMap<>();
    private final Map<Way, SshHost> hosts = new ConcurrentHashMap<>();
    private final Thread sweeper;

    private record Way(Target target, SshConfig config) {}

    public SshHosts(SshSettings settings, SecretSource secrets) {
        this.secrets = secrets;
        knownHosts = new KnownHosts(settings);
        dialer = new Dialer(settings, knownHosts, secrets);
        connecting = new Semaphore(settings.connectingAtOnce(), true);
        sweeper = Thread.ofVirtual().name("caretaker-ssh-idle").start(this::sweep);
    }

    @Override
    public HostAccess of(Host host) {
        return host(host);
    }

    private SshHost host(Host host) {
        return hosts.computeIfAbsent(
                new Way(Target.of(host), host.ssh()),
                way -> new SshHost(link(way.target), way.config, secrets));
    }

    Link link(Target target) {
        return links.computeIfAbsent(target, key -> new Link(key, new ByDialer()));
    }

    /// Makes connections, not too many at a time; those through a jump by the jump's own link.
    private final class ByDialer implements Link.Connector {
        @Override
        public ClientSession connect(Target target) throws InterruptedException {
            Deadline deadline = Deadline.after(CONNECTING, System::nanoTime);
            if (target.via() != null) {
                return Jump.connect(link(target.via()), target, dialer, deadline);
            }
            connecting.acquire();
            try {
                Deadline own = Deadline.after(CONNECTING, System::nanoTime);
                return dialer.dial(target, Addresses.of(target), own);
            } finally {
                connecting.release();
            }
        }

        @Override
        public Duration pauseAfter(int failures) {
            return Backoff.after(failures, RandomGenerator.getDefault());
        }
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return host.ssh().watchProcesses() ? Optional.of(host(host).watch()) : Optional.empty();
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) throws InterruptedException {
        Target target;
        try {
            target = Target.of(host);
        } catch (Problem e) {
            return new Reachability.NotAsked(e.message());
        }
        Reachability answer =
                target.via() == null
                        ? Knock.directly(target, deadline)
                        : Knock.through(link(target.via()), target, deadline);
        if (answer instanceof Reachability.Answers) {
            link(target).encourage();
        }
        return answer;
    }

    /// The keys of hosts, for people to accept.
    public HostKeys keys() {
        return new HostKeys(this, knownHosts);
    }

    @Nullable HostKey offered(Target target, List<String> algorithms, Deadline deadline)
            throws InterruptedException {
        if (target.via() == null) {
            return dialer.offered(target, Addresses.of(target), algorithms, deadline);
        }
        try (Link.Use jump = link(target.via()).use(deadline)) {
            var way = Jump.forward(jump.session(), target.via(), target.address(), target.port());
            try (way) {
                return dialer.offered(target, Jump.near(way), algorithms, deadline);
            } catch (IOException e) {
                throw Reasons.notConnected(target, e);
            }
        }
    }

    private void sweep() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                List.copyOf(links.values()).forEach(link -> link.closeWhenIdle(IDLE));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
        links.values().forEach(Link::close);
        dialer.close();
    }
}
