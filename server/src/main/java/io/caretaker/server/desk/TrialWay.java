package io.caretaker.server.desk;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionLeg.Leg;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.FarPort;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.host.Tunnel;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.watch.DatabaseQuestion;
import io.caretaker.server.watch.Way;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One trial's way to a database: the way that its checks will take, leg by leg, each written down
/// when it is passed. For one trial; the legs may be read by another thread meanwhile.
final class TrialWay {
    private static final Set<Fault> CLOSED_TO_US =
            EnumSet.of(Fault.REFUSED, Fault.TIMED_OUT, Fault.UNREACHABLE, Fault.NAME_NOT_FOUND);

    private final Supplier<Hosts> hosts;
    private final DatabaseTarget target;
    private final @Nullable DatabaseHome home;
    private final DatabaseQuestion question;
    private final List<ConnectionLeg> legs = new CopyOnWriteArrayList<>();
    private final List<String> advice = new CopyOnWriteArrayList<>();

    /// @param home null for a server that is asked from this machine
    TrialWay(
            Supplier<Hosts> hosts,
            DatabaseTarget target,
            @Nullable DatabaseHome home,
            DatabaseQuestion question) {
        this.hosts = hosts;
        this.target = target;
        this.home = home;
        this.question = question;
    }

    /// The legs that were gone so far.
    List<ConnectionLeg> legs() {
        return List.copyOf(legs);
    }

    /// What the way itself could have better.
    List<String> advice() {
        return List.copyOf(advice);
    }

    /// Goes it, and asks.
    DatabaseReply go(Deadline deadline) throws InterruptedException {
        if (home == null) {
            return directly(deadline);
        }
        Host host = home.host();
        var spec = new CheckSpec.Database(target, home.tunnel());
        return switch (Way.first(host, spec)) {
            case DIRECT ->
                    Way.foreignLoopback(host, spec)
                            ? ended(
                                    Leg.PORT,
                                    target.host()
                                            + " is host "
                                            + host.id()
                                            + " itself, and the"
                                            + " tunnel to it is off",
                                    "set the check's tunnel to auto, or give an address that is"
                                            + " open to caretaker's machine")
                            : directly(deadline);
            case TUNNEL -> tunnelled(host, Way.farEnd(host, spec), deadline);
            case EITHER -> either(host, Way.farEnd(host, spec), deadline);
        };
    }

    private DatabaseReply either(Host host, String far, Deadline deadline)
            throws InterruptedException {
        DatabaseReply direct = directly(deadline.within(deadline.remaining().dividedBy(2)));
        if (!closedToUs(direct) || deadline.expired()) {
            return direct;
        }
        DatabaseReply other = tunnelled(host, far, deadline);
        if (legs.stream().noneMatch(each -> each.leg() == Leg.PORT && each.ok())) {
            return direct;
        }
        legs.removeFirst();
        advice.add(
                "the port is closed to caretaker's machine; checks go through SSH to host "
                        + host.id());
        return other;
    }

    private DatabaseReply directly(Deadline deadline) throws InterruptedException {
        DatabaseReply reply = question.ask(target, deadline);
        if (closedToUs(reply) && reply instanceof DatabaseReply.Refused refused) {
            legs.add(
                    ConnectionLeg.failed(
                            Leg.PORT,
                            refused.message(),
                            "see the port, whether the server listens on that address, and whether"
                                    + " a firewall is between"));
        } else if (!(reply instanceof DatabaseReply.Unknown)) {
            legs.add(
                    ConnectionLeg.passed(
                            Leg.PORT, target.address() + " answers caretaker's machine"));
        }
        return reply;
    }

    private static boolean closedToUs(DatabaseReply reply) {
        return reply instanceof DatabaseReply.Refused refused
                && CLOSED_TO_US.contains(refused.fault());
    }

    private DatabaseReply tunnelled(Host host, String far, Deadline deadline)
            throws InterruptedException {
        DatabaseReply silent = knocked(host, deadline);
        if (silent != null) {
            return silent;
        }
        HostAccess access = hosts.get().of(host);
        String there = far + ":" + target.port() + " on host " + host.id();
        try {
            FarPort port = access.look(far, target.port(), deadline);
            legs.add(
                    ConnectionLeg.passed(
                            Leg.SSH, "host " + host.id() + " lets caretaker in by SSH"));
            return switch (port) {
                case FarPort.Closed _ ->
                        ended(
                                Leg.PORT,
                                "nobody answers on " + there,
                                "see the port, and whether the server runs: `ss -ltn` on the host"
                                        + " shows who listens where");
                case FarPort.Forbidden _ ->
                        ended(
                                Leg.PORT,
                                "host " + host.id() + " lets nobody go on to its ports by SSH",
                                "set AllowTcpForwarding to local or yes in the host's sshd_config,"
                                        + " and see that PermitOpen and the key's options allow "
                                        + far
                                        + ":"
                                        + target.port());
                case FarPort.Open _ -> {
                    legs.add(ConnectionLeg.passed(Leg.PORT, there + " accepts connections"));
                    yield through(access, far, deadline);
                }
            };
        } catch (Problem problem) {
            return ended(Leg.SSH, problem.message(), problem.hint());
        }
    }

    /// A look without a log-in first: it tells a host that is away from one that does not let
    /// caretaker in, and a refusal that was mended meanwhile is not held against it.
    private @Nullable DatabaseReply knocked(Host host, Deadline deadline)
            throws InterruptedException {
        String silence =
                switch (hosts.get()
                        .knock(host, deadline.within(deadline.remaining().dividedBy(2)))) {
                    case Reachability.Answers _ -> "";
                    case Reachability.Silent(String reason) -> reason;
                    case Reachability.NotAsked(String reason) -> reason;
                };
        return silence.isEmpty()
                ? null
                : ended(
                        Leg.SSH,
                        "host " + host.id() + " does not answer: " + silence,
                        "is it up, and are its address and ssh_config.port right?");
    }

    private DatabaseReply through(HostAccess access, String far, Deadline deadline)
            throws InterruptedException {
        try (Tunnel tunnel = access.tunnel(far, target.port(), deadline)) {
            return question.ask(
                    new DatabaseTarget(
                            target.engine(),
                            tunnel.host(),
                            tunnel.port(),
                            target.database(),
                            target.user(),
                            target.password(),
                            target.tls(),
                            target.caFile()),
                    deadline);
        }
    }

    private DatabaseReply ended(Leg leg, String message, String hint) {
        legs.add(ConnectionLeg.failed(leg, message, hint));
        return new DatabaseReply.Refused(Fault.UNREACHABLE, message, null);
    }
}
