package io.caretaker.server.heal;

import io.caretaker.core.inventory.HostId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Limits how many recoveries run at once on each host and over all, so that a host that hangs does
/// not keep the others from being healed. Thread-safe.
final class Permits {
    private static final int HOSTS_AT_ONCE = 16;

    private final int perHost;
    private final Semaphore all;
    private final Map<HostId, Semaphore> hosts = new ConcurrentHashMap<>();

    Permits(int perHost) {
        this.perHost = perHost;
        this.all = new Semaphore(perHost * HOSTS_AT_ONCE);
    }

    boolean tryAcquire(HostId host) {
        Semaphore ofHost = hosts.computeIfAbsent(host, _ -> new Semaphore(perHost));
        if (!ofHost.tryAcquire()) {
            return false;
        }
        if (!all.tryAcquire()) {
            ofHost.release();
            return false;
        }
        return true;
    }

    void release(HostId host) {
        all.release();
        Semaphore ofHost = hosts.get(host);
        if (ofHost != null) {
            ofHost.release();
        }
    }
}
