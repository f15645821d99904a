package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Fault;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.check.Probe;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.health.DatabaseEngine;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ProcessFacts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds a watch on the main process of each local service that is up, so that its death is noticed
/// by event.
///
/// A death alone says only that one process is gone. Whether the service is gone is asked of its
/// port before anything is reported, because a supervisor may have replaced the process already.
/// Thread-safe.
public final class DeathWatch implements StatusBoard.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);
    private static final Duration SECOND_LOOK = Duration.ofSeconds(1);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
    private static final int MOST_AT_ONCE = 10_000;

    private final HostAccess host;
    private final Function<Service, Host> homes;
    private final ProcessWatch processes;
    private final ServiceProcess finder;
    private final WatchLoop watch;
    private final @Nullable Probe tcp;
    private final List<DatabaseEngine> engines;
    private final Ticker ticker;
    private final Map<ServiceId, Held> held = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> nextLook = new ConcurrentHashMap<>();
    private final Map<ServiceId, Long> ended = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<Service> toFind = new LinkedBlockingQueue<>(MOST_AT_ONCE);
    private final Thread seeker;

    private record Held(long pid, ProcessWatch.Watched watch) {}

    public DeathWatch(
            HostAccess host,
            Function<Service, Host> homes,
            ProcessWatch processes,
            WatchLoop watch,
            @Nullable Probe tcp,
            List<DatabaseEngine> engines,
            Ticker ticker) {
        this.host = host;
        this.homes = homes;
        this.processes = processes;
        this.finder = new ServiceProcess(host, ticker);
        this.watch = watch;
        this.tcp = tcp;
        this.engines = List.copyOf(engines);
        this.ticker = ticker;
        this.seeker =
                Thread.ofPlatform().daemon().name("caretaker-processes").unstarted(this::seek);
    }

    public void start() {
        seeker.start();
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
            toFind.offer(result.service());
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

    private void seek() {
        var batch = new ArrayList<Service>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                batch.add(toFind.take());
                toFind.drainTo(batch);
                List<ProcessFacts> all = host.processes();
                for (Service service : batch) {
                    attach(service, all);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .setCause(e)
                        .log("processes could not be read; the next check asks again");
            } finally {
                batch.clear();
            }
        }
    }

    private void attach(Service service, List<ProcessFacts> all) throws InterruptedException {
        if (held.containsKey(service.id())) {
            return;
        }
        OptionalLong pid = finder.find(service, all);
        if (pid.isPresent()) {
            long number = pid.getAsLong();
            // The entry must be there before the callback can run, or the callback would leave it
            // behind.
            held.put(service.id(), new Held(number, () -> {}));
            ProcessWatch.Watched handle = processes.watch(number, () -> gone(service, number));
            if (held.computeIfPresent(
                            service.id(),
                            (_, known) -> known.pid == number ? new Held(number, handle) : known)
                    == null) {
                handle.close();
            }
        }
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
            engines.stream()
                    .filter(engine -> engine.kinds().contains(database.target().engine()))
                    .forEach(engine -> engine.forget(database.target()));
        }
        try {
            if (nobodyListens(service)) {
                watch.reportGone(service, "process " + pid + " has ended");
            }
            watch.checkNow(service.id());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean nobodyListens(Service service) throws InterruptedException {
        CheckSpec.Tcp knock =
                switch (service.check()) {
                    case CheckSpec.Database database ->
                            new CheckSpec.Tcp(
                                    database.target().host(), database.target().port(), null, null);
                    case CheckSpec.Tcp known ->
                            new CheckSpec.Tcp(known.host(), known.port(), null, null);
                    case CheckSpec.Http _,
                            CheckSpec.Unit _,
                            CheckSpec.ProcessAlive _,
                            CheckSpec.Custom _,
                            CheckSpec.HostFacts _ ->
                            null;
                };
        if (knock == null || tcp == null) {
            return false;
        }
        var reply =
                tcp.probe(
                        service, homes.apply(service), knock, Deadline.after(SECOND_LOOK, ticker));
        return reply.outcome() instanceof Outcome.Down down && down.fault() == Fault.REFUSED;
    }

    @Override
    public void close() {
        seeker.interrupt();
        List.copyOf(held.keySet()).forEach(this::forget);
    }
}
