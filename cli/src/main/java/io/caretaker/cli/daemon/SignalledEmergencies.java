package io.caretaker.cli.daemon;

import io.caretaker.cli.Wiring;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.server.care.Emergency;
import io.caretaker.server.care.EmergencyReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Emergency shutdowns by signal, of the databases that allow it, all at once. Thread-safe.
public final class SignalledEmergencies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("care");
    private static final String ACTOR = "signal:USR1";
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final Wiring wiring;
    private final Map<String, Thread> underWay = new ConcurrentHashMap<>();

    public SignalledEmergencies(Wiring wiring) {
        this.wiring = wiring;
    }

    /// Begins them and waits for none. One that is under way already is not begun twice.
    public void begin() {
        Inventory inventory = wiring.caretaker().inventory();
        List<Service> databases =
                inventory.services(service -> service.check() instanceof CheckSpec.Database);
        for (Service service : databases) {
            if (service.care().emergencyOnSignal()) {
                begin(service, inventory);
            } else {
                LOG.atWarn()
                        .addKeyValue("service", service.id())
                        .log("emergency shutdown by signal: left alone, it is not allowed here");
            }
        }
        if (databases.isEmpty()) {
            LOG.warn("emergency shutdown by signal: no database is watched");
        }
    }

    private void begin(Service service, Inventory inventory) {
        underWay.computeIfAbsent(
                service.id().value(),
                id ->
                        Thread.ofPlatform()
                                .daemon()
                                .name("caretaker-emergency-" + id)
                                .start(() -> shutDown(service, inventory)));
    }

    private void shutDown(Service service, Inventory inventory) {
        try {
            LOG.atWarn().addKeyValue("service", service.id()).log("emergency shutdown by signal");
            Emergency emergency =
                    wiring.emergency(() -> wiring.daemonStore().audit(), () -> inventory);
            var host = inventory.hostOf(service);
            EmergencyReport report =
                    emergency.shutDown(emergency.plan(service, host, false), host, ACTOR);
            LOG.atWarn()
                    .addKeyValue("service", service.id())
                    .addKeyValue("ended", report.sessions().ended().size())
                    .addKeyValue("spared", report.sessions().spared().size())
                    .addKeyValue("failed", report.sessions().failed().size())
                    .log("emergency shutdown has ended");
        } catch (Problem problem) {
            LOG.atError()
                    .addKeyValue("service", service.id())
                    .addKeyValue("problem", problem.message())
                    .addKeyValue("hint", problem.hint())
                    .log("emergency shutdown failed");
        } catch (InterruptedException _) {
            LOG.atWarn()
                    .addKeyValue("service", service.id())
                    .log("emergency shutdown was interrupted, because caretaker stops");
        } finally {
            underWay.remove(service.id().value());
        }
    }

    /// Ends those under way between two sessions; waits for all of them together.
    @Override
    public void close() {
        List<Thread> threads = List.copyOf(underWay.values());
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + LAST_WORDS.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
