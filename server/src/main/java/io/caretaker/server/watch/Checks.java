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
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs one check from name resolution to the last byte, in the calling thread, and changes
/// nothing. Thread-safe.
public final class Checks {
    private final Map<Class<? extends CheckSpec>, Probe> probes;
    private final NameResolver names;
    private final InstantSource clock;
    private final Ticker ticker;

    public Checks(
            Map<Class<? extends CheckSpec>, Probe> probes,
            NameResolver names,
            InstantSource clock,
            Ticker ticker) {
        this.probes = Map.copyOf(probes);
        this.names = names;
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
        return new CheckResult(
                service, type, reply, at, Duration.ofNanos(ticker.nanos() - began), false);
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
            return unavailable("checks by " + spec.method() + " are not available here");
        }
        if (onTheHost(spec) && !home.local()) {
            // Asking this machine instead would give another host's service a false status.
            return unavailable(
                    "checks by "
                            + spec.method()
                            + " work on this machine only, and host "
                            + home.id()
                            + " is another");
        }
        String host = hostIn(spec);
        ProbeReply unresolved = host == null ? null : unresolved(host, deadline);
        return unresolved != null ? unresolved : probe.probe(service, home, spec, deadline);
    }

    private static ProbeReply unavailable(String message) {
        return ProbeReply.of(new Outcome.Unknown(message, null));
    }

    /// Whether the check looks at the host itself rather than at what it offers to the network.
    private static boolean onTheHost(CheckSpec spec) {
        return switch (spec) {
            case CheckSpec.Unit _, CheckSpec.ProcessAlive _, CheckSpec.HostFacts _ -> true;
            case CheckSpec.Tcp _, CheckSpec.Http _, CheckSpec.Database _, CheckSpec.Custom _ ->
                    false;
        };
    }

    private static @Nullable String hostIn(CheckSpec spec) {
        return switch (spec) {
            case CheckSpec.Tcp tcp -> tcp.host();
            case CheckSpec.Http http -> http.url().getHost();
            case CheckSpec.Database database -> database.target().host();
            case CheckSpec.Unit _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Custom _,
                    CheckSpec.HostFacts _ ->
                    null;
        };
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
