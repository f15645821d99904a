package io.caretaker.server.discover;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.health.LocalServer;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.store.Store;
import io.caretaker.server.alive.Pulse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches this machine and its database servers without being asked: adds what is found and not
/// known yet, touches nothing that is known. A server that has gone is not removed: it is down.
public final class DiscoveryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DiscoveryLoop.class);

    /// Every process of a big machine, and a store that takes its time.
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

    private final Discovery discovery;
    private final LocalEntries entries;
    private final Store store;
    private final InstantSource clock;
    private final Duration interval;
    private final Thread thread;
    private final Pulse pulse = new Pulse(System::nanoTime);

    public DiscoveryLoop(
            Discovery discovery,
            LocalEntries entries,
            Store store,
            InstantSource clock,
            Duration interval) {
        this.discovery = discovery;
        this.entries = entries;
        this.store = store;
        this.clock = clock;
        this.interval = interval;
        this.thread = Thread.ofPlatform().daemon().name("caretaker-discovery").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// The longest that it needs to come round when nothing is wrong.
    public Duration longestTurn() {
        return interval.plus(LONGEST_LOOK);
    }

    /// Time since it last came round, for a watchdog.
    public Duration sinceLastTurn() {
        return pulse.silence();
    }

    private void run() {
        try {
            while (true) {
                pulse.beat();
                Thread.sleep(interval);
                try {
                    once();
                } catch (Problem problem) {
                    LOG.atWarn()
                            .addKeyValue("problem", problem.message())
                            .log("discovery could not register what it found; it tries again");
                }
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /// Looks once and registers what is new; the services added.
    public List<Service> once() {
        List<LocalServer> found = discovery.find();
        Inventory known = store.inventory().read();
        var added = new ArrayList<Service>();
        if (known.service(entries.hostFacts().id()).isEmpty()) {
            added.add(entries.hostFacts());
        }
        for (LocalServer server : found) {
            Service service = entries.watched(server);
            if (service != null
                    && known.service(service.id()).isEmpty()
                    && added.stream().noneMatch(other -> other.id().equals(service.id()))
                    && !covered(known, server)) {
                added.add(service);
            }
        }
        if (!added.isEmpty()) {
            register(known, added);
        }
        return added;
    }

    /// Whether some service of this machine already checks the server's port.
    private static boolean covered(Inventory known, LocalServer server) {
        return known.services().stream()
                .filter(service -> known.hostOf(service).local())
                .anyMatch(service ->
                        switch (service.check()) {
                            case CheckSpec.Tcp tcp -> tcp.port() == server.port();
                            case CheckSpec.Database database ->
                                    database.target().port() == server.port();
                            case CheckSpec.Http _,
                                    CheckSpec.Unit _,
                                    CheckSpec.ProcessAlive _,
                                    CheckSpec.Custom _,
                                    CheckSpec.HostFacts _ ->
                                    false;
                        });
    }

    private void register(Inventory known, List<Service> added) {
        var changes = new ArrayList<InventoryChange>();
        if (known.host(entries.hostId()).isEmpty()) {
            changes.add(new InventoryChange.AddHost(entries.host()));
        }
        added.forEach(service -> changes.add(new InventoryChange.AddService(service)));
        store.inventory().apply(changes, clock.instant());
        added.forEach(service ->
                LOG.atInfo()
                        .addKeyValue("service", service.id())
                        .log("found and watched from now on"));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
