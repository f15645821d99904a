package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.check.TunnelUse;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.Status;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Asks a port of a service directly or through the connection to its host, so that `127.0.0.1` in
/// a check of another host is that host and never this machine. Thread-safe.
final class Doors implements AutoCloseable {
    private static final Set<Fault> CLOSED_TO_US =
            EnumSet.of(Fault.REFUSED, Fault.TIMED_OUT, Fault.UNREACHABLE);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String NO_TUNNEL =
            "its address is its own host's loopback, and its tunnel is off";

    private final Tunnels tunnels;
    private final Ways ways;
    private final Map<ServiceId, DatabaseTarget> asked = new ConcurrentHashMap<>();

    Doors(Hosts hosts, Ticker ticker) {
        this.tunnels = new Tunnels(hosts);
        this.ways = new Ways(ticker);
    }

    /// The database server as it was asked last, which a tunnel gives another address.
    DatabaseTarget asked(Service service, DatabaseTarget target) {
        return asked.getOrDefault(service.id(), target);
    }

    /// What asks a question that is ready to be asked from this machine.
    @FunctionalInterface
    interface Question {
        ProbeReply ask(CheckSpec spec, Deadline deadline) throws InterruptedException;
    }

    ProbeReply ask(Service service, Host host, CheckSpec spec, Question question, Deadline deadline)
            throws InterruptedException {
        return switch (ways.of(service.id(), host, spec)) {
            case DIRECT ->
                    Way.foreignLoopback(host, spec)
                            ? unknown(NO_TUNNEL)
                            : question.ask(spec, deadline);
            case TUNNEL -> tunnelled(service, host, spec, question, deadline);
            case EITHER -> either(service, host, spec, question, deadline);
        };
    }

    /// The database server as it is reached from this machine: itself, or the near end of the
    /// tunnel to it.
    ///
    /// @param question asked only where it is not known yet which way is open
    /// @throws Problem `UNREACHABLE` when there is no way
    DatabaseTarget reached(
            Service service,
            Host host,
            CheckSpec.Database spec,
            Question question,
            Deadline deadline)
            throws InterruptedException {
        return switch (ways.of(service.id(), host, spec)) {
            case DIRECT -> {
                if (Way.foreignLoopback(host, spec)) {
                    throw new Problem(
                            ProblemCode.UNREACHABLE,
                            "service '" + service.id() + "' cannot be reached: " + NO_TUNNEL,
                            "set check.tunnel=auto, or check.host to an address that is open to"
                                    + " this machine");
                }
                yield spec.target();
            }
            case TUNNEL -> {
                InetSocketAddress near =
                        tunnels.to(
                                service.id(),
                                host,
                                Way.farEnd(host, spec),
                                Addresses.port(spec),
                                deadline);
                yield moved(spec.target(), near);
            }
            case EITHER -> {
                either(service, host, spec, question, deadline);
                yield asked(service, spec.target());
            }
        };
    }

    /// Whether the service answers through the tunnel, where it is not asked that way already.
    boolean worksThere(Service service, Host host, Question question, Deadline deadline)
            throws InterruptedException {
        CheckSpec spec = service.check();
        String address = Addresses.of(spec);
        if (host.local()
                || address == null
                || !Addresses.itself(address, host)
                || ways.of(service.id(), host, spec) == Way.TUNNEL
                || (spec instanceof CheckSpec.Database database
                        && database.tunnel() == TunnelUse.NEVER)) {
            return false;
        }
        boolean works =
                Status.of(tunnelled(service, host, spec, question, deadline).outcome()).up();
        asked.remove(service.id());
        return works;
    }

    private ProbeReply either(
            Service service, Host host, CheckSpec spec, Question question, Deadline deadline)
            throws InterruptedException {
        boolean sure = ways.direct(service.id());
        Deadline share = sure ? deadline : deadline.within(deadline.remaining().dividedBy(2));
        ProbeReply direct = question.ask(spec, share);
        if (!(direct.outcome() instanceof Outcome.Down down
                && CLOSED_TO_US.contains(down.fault()))) {
            asked.remove(service.id());
            ways.reachedDirectly(service.id());
            return direct;
        }
        if (deadline.expired()) {
            return direct;
        }
        ProbeReply other = tunnelled(service, host, spec, question, deadline);
        if (!Status.of(other.outcome()).up()) {
            asked.remove(service.id());
            return direct;
        }
        ways.reachedByTunnel(service.id());
        return other;
    }

    private ProbeReply tunnelled(
            Service service, Host host, CheckSpec spec, Question question, Deadline deadline)
            throws InterruptedException {
        String far = Way.farEnd(host, spec);
        int port = Addresses.port(spec);
        try {
            InetSocketAddress near = tunnels.to(service.id(), host, far, port, deadline);
            if (spec instanceof CheckSpec.Tcp tcp && tcp.expect() == null) {
                String where = "port " + port + " of host " + host.id();
                return ProbeReply.of(TunnelKnock.knock(near, where, deadline));
            }
            CheckSpec moved = moved(spec, near);
            if (moved instanceof CheckSpec.Database database) {
                asked.put(service.id(), database.target());
            }
            return absent(question.ask(moved, deadline), near, port, host);
        } catch (Problem problem) {
            return ProbeReply.of(
                    new Outcome.Unknown(
                            "its port cannot be asked through host " + host.id(),
                            problem.message()));
        }
    }

    /// A tunnel that closes before a byte came means that nobody listens at its far end.
    private static ProbeReply absent(
            ProbeReply reply, InetSocketAddress near, int port, Host host) {
        return reply.outcome() instanceof Outcome.Down down && down.fault() == Fault.CLOSED
                ? new ProbeReply(
                        new Outcome.Down(
                                Fault.REFUSED,
                                "nobody answers on port "
                                        + port
                                        + " of host "
                                        + host.id()
                                        + " (asked through "
                                        + near.getPort()
                                        + ")",
                                down.message()),
                        reply.metrics())
                : reply;
    }

    /// The same question, asked at another address.
    private static CheckSpec moved(CheckSpec spec, InetSocketAddress near) {
        String host = near.getHostString();
        int port = near.getPort();
        return switch (spec) {
            case CheckSpec.Tcp tcp -> new CheckSpec.Tcp(host, port, tcp.send(), tcp.expect());
            case CheckSpec.Http http -> moved(http, port);
            case CheckSpec.Database database ->
                    new CheckSpec.Database(moved(database.target(), near), database.tunnel());
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    spec;
        };
    }

    private static DatabaseTarget moved(DatabaseTarget target, InetSocketAddress near) {
        return new DatabaseTarget(
                target.engine(),
                near.getHostString(),
                near.getPort(),
                target.database(),
                target.user(),
                target.password(),
                target.tls(),
                target.caFile());
    }

    /// The name stays, for the server and its certificate.
    private static CheckSpec moved(CheckSpec.Http http, int port) {
        URI url = http.url();
        String name = url.getHost().contains("::1") ? LOOPBACK : url.getHost();
        try {
            return new CheckSpec.Http(
                    new URI(
                            url.getScheme(),
                            url.getUserInfo(),
                            name,
                            port,
                            url.getPath(),
                            url.getQuery(),
                            null),
                    http.verb(),
                    http.headers(),
                    http.body(),
                    http.statuses(),
                    http.expectation(),
                    http.slowAfter(),
                    http.certificateDays(),
                    http.followRedirects(),
                    http.verifyTls(),
                    http.caFile());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("a URL that cannot be moved to another port", e);
        }
    }

    private static ProbeReply unknown(String message) {
        return ProbeReply.of(new Outcome.Unknown(message, null));
    }

    void forget(Set<ServiceId> services) {
        asked.keySet().removeAll(services);
        ways.forget(services);
        tunnels.forget(services);
    }

    int tunnels() {
        return tunnels.size();
    }

    @Override
    public void close() {
        tunnels.close();
    }
}
