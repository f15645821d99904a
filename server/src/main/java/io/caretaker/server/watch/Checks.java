package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.CheckType;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.NameResolver;
import io.caretaker.core.check.NameResolver.Resolution;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.ProbeReply;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.DatabaseTarget;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.lockdown.LockdownRules;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs one check from name resolution to the last byte, in the calling thread, and changes
/// nothing; keeps the tunnels that it needed for the next one. Thread-safe.
public final class Checks implements AutoCloseable {
    private final Map<Class<? extends CheckSpec>, Probe> probes;
    private final NameResolver names;
    private final Doors doors;
    private final Function<Service, @Nullable String> lockedDown;
    private final InstantSource clock;
    private final Ticker ticker;

    /// Of services of which none is locked down.
    public Checks(
            Map<Class<? extends CheckSpec>, Probe> probes,
            NameResolver names,
            Hosts hosts,
            InstantSource clock,
            Ticker ticker) {
        this(probes, names, hosts, _ -> null, clock, ticker);
    }

    /// Of services that may be locked down.
    ///
    /// @param lockedDown since when nobody may connect to a service's server; null for those that
    ///   are not locked down
    public Checks(
            Map<Class<? extends CheckSpec>, Probe> probes,
            NameResolver names,
            Hosts hosts,
            Function<Service, @Nullable String> lockedDown,
            InstantSource clock,
            Ticker ticker) {
        this.probes = Map.copyOf(probes);
        this.names = names;
        this.doors = new Doors(hosts, ticker);
        this.lockedDown = lockedDown;
        this.clock = clock;
        this.ticker = ticker;
    }

    /// The regular check and, when that is satisfied, the health check, both within the service's
    /// time limit.
    ///
    /// @param host the service's host
    public CheckResult run(Service service, Host host) throws InterruptedException {
        Instant at = clock.instant();
        long began = ticker.nanos();
        Deadline deadline = Deadline.after(service.monitoring().timeout(), ticker);
        CheckType type = CheckType.STATUS_CHECK;
        ProbeReply reply = ask(service, host, service.check(), deadline);
        CheckSpec deeper = service.healthCheck();
        if (deeper != null && Status.of(reply.outcome()).up()) {
            ProbeReply second = ask(service, host, deeper, deadline);
            type = CheckType.HEALTH_CHECK;
            reply = worse(reply, second);
        }
        reply = judged(service, reply);
        return new CheckResult(
                service, type, reply, at, Duration.ofNanos(ticker.nanos() - began), false);
    }

    /// Since when nobody may connect to the service's server; null when it is not locked down.
    public @Nullable String lockedDown(Service service) {
        return lockedDown.apply(service);
    }

    /// The same reply; of a server that people have locked down it is no failure that it refuses,
    /// whatever the reason.
    ProbeReply judged(Service service, ProbeReply reply) {
        @Nullable String words = lockedDown.apply(service);
        return words == null
                ? reply
                : new ProbeReply(LockdownRules.judged(reply.outcome(), words), reply.metrics());
    }

    private static ProbeReply worse(ProbeReply first, ProbeReply second) {
        boolean keepFirst =
                first.outcome() instanceof Outcome.Warning
                        && second.outcome() instanceof Outcome.Up;
        return new ProbeReply(
                keepFirst ? first.outcome() : second.outcome(),
                first.metrics().and(second.metrics()));
    }

    private ProbeReply ask(Service service, Host home, CheckSpec spec, Deadline deadline)
            throws InterruptedException {
        Probe probe = probes.get(spec.getClass());
        if (probe == null) {
            return ProbeReply.of(
                    new Outcome.Unknown(
                            "checks by " + spec.method() + " are not available here", null));
        }
        return doors.ask(
                service,
                home,
                spec,
                (moved, limit) -> {
                    String host = Addresses.of(moved);
                    ProbeReply unresolved = host == null ? null : unresolved(host, limit);
                    return unresolved != null
                            ? unresolved
                            : probe.probe(service, home, moved, limit);
                },
                deadline);
    }

    /// Asks a database more than a check does, through the same doors.
    ///
    /// @param service one that is checked by [CheckSpec.Database]
    /// @param host the service's host
    /// @param question asks an engine, which gets the server as it is reached from this machine
    public DatabaseReply ask(
            Service service, Host host, DatabaseQuestion question, Deadline deadline)
            throws InterruptedException {
        var answers = new DatabaseAnswers();
        return answers.of(
                doors.ask(
                        service,
                        host,
                        database(service),
                        (moved, limit) -> {
                            String address = Addresses.of(moved);
                            ProbeReply unresolved =
                                    address == null ? null : unresolved(address, limit);
                            return unresolved == null
                                            && moved instanceof CheckSpec.Database(var target, _)
                                    ? answers.keep(question.ask(target, limit))
                                    : Objects.requireNonNull(unresolved);
                        },
                        deadline));
    }

    /// The database server as it is reached from this machine: itself, or the near end of a tunnel
    /// to it, which is kept until this is closed. Where it is not known which way is open, the
    /// server is checked once to find out.
    ///
    /// @param service one that is checked by [CheckSpec.Database]
    /// @throws io.caretaker.core.problem.Problem `UNREACHABLE` when there is no way to it
    public DatabaseTarget reached(Service service, Host host, Deadline deadline)
            throws InterruptedException {
        CheckSpec.Database spec = database(service);
        Probe probe = Objects.requireNonNull(probes.get(CheckSpec.Database.class));
        return doors.reached(
                service,
                host,
                spec,
                (moved, limit) -> probe.probe(service, host, moved, limit),
                deadline);
    }

    private static CheckSpec.Database database(Service service) {
        if (service.check() instanceof CheckSpec.Database database) {
            return database;
        }
        throw new IllegalArgumentException("not checked by database: " + service.id());
    }

    /// Whether it is certain that nobody listens where the service is asked; false where it has no
    /// port or that is not certain.
    boolean nobodyListens(Service service, Host home, Deadline deadline)
            throws InterruptedException {
        String address = Addresses.of(service.check());
        if (address == null || service.check() instanceof CheckSpec.Http) {
            return false;
        }
        var knock = new CheckSpec.Tcp(address, Addresses.port(service.check()), null, null);
        ProbeReply reply = ask(service, home, knock, deadline);
        return reply.outcome() instanceof Outcome.Down down && down.fault() == Fault.REFUSED;
    }

    /// Whether a service that does not answer here works on its host, so that only the way between
    /// is blocked; false where that cannot be asked.
    public boolean worksThere(Service service, Host home, Deadline deadline)
            throws InterruptedException {
        Probe probe = probes.get(service.check().getClass());
        return probe != null
                && doors.worksThere(
                        service,
                        home,
                        (moved, limit) -> probe.probe(service, home, moved, limit),
                        deadline);
    }

    /// The database server as it was asked last.
    public DatabaseTarget asked(Service service, DatabaseTarget target) {
        return doors.asked(service, target);
    }

    /// Gives up what was kept for services that are gone.
    public void forget(Set<ServiceId> services) {
        doors.forget(services);
    }

    /// Closes all tunnels.
    @Override
    public void close() {
        doors.close();
    }

    private @Nullable ProbeReply unresolved(String host, Deadline deadline)
            throws InterruptedException {
        return switch (names.resolve(host, deadline)) {
            case Resolution.Found _ -> null;
            case Resolution.NotFound missing ->
                    ProbeReply.of(
                            new Outcome.Down(
                                    Fault.NAME_NOT_FOUND,
                                    "the name '" + host + "' does not resolve",
                                    missing.message()));
            // That our name server does not answer says nothing about the service.
            case Resolution.TimedOut _ ->
                    ProbeReply.of(
                            new Outcome.Unknown(
                                    "no answer from the name service for '" + host + "' in time",
                                    null));
        };
    }
}
