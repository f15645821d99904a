package io.caretaker.server.watch;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.ServiceId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which way each service's port is asked: directly, or through the connection to its host.
/// Thread-safe.
final class Ways {
    /// A port that was closed to this machine may be opened one day.
    private static final Duration DIRECT_AGAIN = Duration.ofMinutes(10);

    private final Ticker ticker;
    private final Map<ServiceId, Long> tunnelledUntil = new ConcurrentHashMap<>();
    private final Set<ServiceId> reachedDirectly = ConcurrentHashMap.newKeySet();

    Ways(Ticker ticker) {
        this.ticker = ticker;
    }

    Way of(ServiceId service, Host host, CheckSpec spec) {
        Way first = Way.first(host, spec);
        Long until = tunnelledUntil.get(service);
        boolean known = until != null && ticker.nanos() - until < 0;
        return first == Way.EITHER && known ? Way.TUNNEL : first;
    }

    /// Whether it has answered directly before, so that a direct question gets all the time.
    boolean direct(ServiceId service) {
        return reachedDirectly.contains(service);
    }

    void reachedDirectly(ServiceId service) {
        tunnelledUntil.remove(service);
        reachedDirectly.add(service);
    }

    void reachedByTunnel(ServiceId service) {
        tunnelledUntil.put(service, ticker.nanos() + DIRECT_AGAIN.toNanos());
        reachedDirectly.remove(service);
    }

    void forget(Set<ServiceId> services) {
        tunnelledUntil.keySet().removeAll(services);
        reachedDirectly.removeAll(services);
    }
}
