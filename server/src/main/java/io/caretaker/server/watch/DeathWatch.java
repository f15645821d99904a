package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.UnitState.Activity;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.status.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds a watch on the main process of each service that is up, where its host can tell of deaths,
/// so that its death is noticed by event.
///
/// A death alone says only that one process is gone. Whether the service is gone is asked of its
/// port or unit before anything is reported, because a supervisor may have replaced the process
/// already. A watch that is lost says nothing: the process is looked for again after the next good
/// check. Thread-safe.
public final class DeathWatch implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(3);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
    private static final Duration UNIT_LOOK = Duration.ofMillis(50);

    /// How long a process that ended may take to be succeeded by another.
    private static final Duration SUCCESSION = Duration.ofMillis(300);

    private static final Duration LISTING_KEPT = Duration.ofSeconds(1);

    private final Hosts hosts;
    private final Function<Service, Optional<Host>> homes;
    private final ServiceProcess finder;
    private final WatchLoop watch;
    private final Checks checks;
    private final List<DatabaseEngine> engines;
    private final Ticker ticker;
    private final Map<ServiceId, Held> held = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> nextLook = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> ended = new ConcurrentHashMap<>();
    private final HostErrands seekers = new HostErrands("finding processes");
    private final AtomicReference<@Nullable Listing> newest = new AtomicReference<>();

    private record Held(long pid, ProcessWatch.Watched watch) {}

    /// All processes of a host, read a moment ago; services that come up together share it.
    private record Listing(HostId host, long nanos, List<ProcessFacts> processes) {}

    public DeathWatch(
            Hosts hosts,
            Function<Service, Optional<Host>> homes,
            WatchLoop watch,
            Checks checks,
            List<DatabaseEngine> engines,
            Ticker ticker) {
        this.hosts = hosts;
        this.homes = homes;
        this.finder = new ServiceProcess(hosts, ticker);
        this.watch = watch;
        this.checks = checks;
        this.engines = List.copyOf(engines);
        this.ticker = ticker;
    }

    /// The watched main process of a service; null when none is known.
    public @Nullable Long pid(ServiceId id) {
        Held known = held.get(id);
        return known == null ? null : known.pid;
    }

    /// The process of the service whose end was noticed last; null when none was.
    public @Nullable Long lastEnded(ServiceId id) {
        return ended.get(id);
    }

    public void forget(ServiceId id) {
        ended.remove(id);
        nextLook.remove(id);
        Held known = held.remove(id);
        if (known != null) {
            known.watch.close();
        }
    }

    @Override
    public void observed(CheckResult result, Transition transition) {
        ServiceId id = result.service().id();
        if (transition.kind() == Transition.Kind.HARD_UP) {
            nextLook.remove(id);
        }
        if (transition.state().lastResult().up()
                && !held.containsKey(id)
                && findable(result.service())
                && due(id)) {
            Service service = result.service();
            seekers.send(service.hostId(), () -> attach(service));
        }
    }

    /// Reading all processes costs milliseconds, so a service whose process was not found is looked
    /// for again only now and then.
    private boolean due(ServiceId id) {
        long now = ticker.nanos();
        Long next = nextLook.get(id);
        if (next != null && now - next < 0) {
            return false;
        }
        nextLook.put(id, now + LOOK_AGAIN.toNanos());
        return true;
    }

    private static boolean findable(Service service) {
        return switch (service.check()) {
            case CheckSpec.Tcp _,
                    CheckSpec.Http _,
                    CheckSpec.Database _,
                    CheckSpec.ProcessAlive _,
                    CheckSpec.Unit _ ->
                    true;
            case CheckSpec.Custom _, CheckSpec.HostFacts _ -> false;
        };
    }

    private void attach(Service service) throws InterruptedException {
        Host home = homes.apply(service).orElse(null);
        if (home == null || held.containsKey(service.id())) {
            return;
        }
        ProcessWatch processes = hosts.processWatch(home).orElse(null);
        if (processes == null) {
            return;
        }
        OptionalLong pid = finder.find(service, home, listing(home));
        if (pid.isPresent() && homes.apply(service).isPresent()) {
            hold(service, pid.getAsLong(), processes);
        }
    }

    private Supplier<List<ProcessFacts>> listing(Host home) {
        return () -> {
            Listing known = newest.get();
            if (known == null
                    || !known.host.equals(home.id())
                    || ticker.nanos() - known.nanos > LISTING_KEPT.toNanos()) {
                known = new Listing(home.id(), ticker.nanos(), hosts.of(home).processes());
                newest.set(known);
            }
            return known.processes;
        };
    }

    private void hold(Service service, long pid, ProcessWatch processes) {
        // The entry must be there before the callback can run, or the callback would leave it
        // behind.
        held.put(service.id(), new Held(pid, () -> {}));
        ProcessWatch.Watched handle;
        try {
            handle = processes.watch(pid, () -> gone(service, pid), () -> lost(service));
        } catch (Problem problem) {
            lost(service);
            throw problem;
        }
        if (held.computeIfPresent(
                        service.id(),
                        (_, known) -> known.pid == pid ? new Held(pid, handle) : known)
                == null) {
            handle.close();
        }
    }

    private void lost(Service service) {
        held.remove(service.id());
        nextLook.remove(service.id());
    }

    private void gone(Service service, long pid) {
        Thread.ofVirtual().start(() -> confirm(service, pid));
    }

    private void confirm(Service service, long pid) {
        if (held.remove(service.id()) == null) {
            return;
        }
        nextLook.remove(service.id());
        ended.put(service.id(), pid);
        if (service.check() instanceof CheckSpec.Database database) {
            // A kept session may outlive its server by a moment and would answer as if nothing had
            // happened.
            var asked = checks.asked(service, database.target());
            engines.stream()
                    .filter(engine -> engine.kinds().contains(asked.engine()))
                    .forEach(engine -> engine.forget(asked));
        }
        try {
            if (homes.apply(service).isPresent() && isGone(service, homes.apply(service).get())) {
                watch.reportGone(service, "process " + pid + " has ended");
            }
        } catch (Problem problem) {
            LOG.atDebug()
                    .addKeyValue("service", service.id())
                    .addKeyValue("problem", problem.message())
                    .log("a process ended, and its host could not be asked for the service");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        watch.checkNow(service.id());
    }

    private boolean isGone(Service service, Host home) throws InterruptedException {
        Deadline deadline = Deadline.after(SECOND_LOOK, ticker);
        if (Addresses.of(service.check()) != null) {
            return checks.nobodyListens(service, home, deadline);
        }
        if (service.check() instanceof CheckSpec.ProcessAlive) {
            // Whoever replaces itself has named its successor by then.
            Thread.sleep(SUCCESSION);
            return finder.find(service, home, listing(home)).isEmpty();
        }
        if (!(service.check() instanceof CheckSpec.Unit)
                || service.control() instanceof ServiceControl.None) {
            return false;
        }
        Activity activity;
        do {
            activity = hosts.of(home).services().state(service.control(), deadline).activity();
            // What is left of it may take a moment to end.
            Thread.sleep(UNIT_LOOK);
        } while (activity == Activity.STOPPING && !deadline.expired());
        return activity == Activity.FAILED || activity == Activity.INACTIVE;
    }

    @Override
    public void close() {
        seekers.close();
        List.copyOf(held.keySet()).forEach(this::forget);
    }
}
