package io.caretaker.server.watch;

import io.caretaker.core.inventory.HostId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Limits how many checks run at once, over all and on each host, in two lanes: services whose last
/// check timed out wait only for each other, so that what hangs delays nothing that works.
/// Thread-safe.
final class Lanes {
    private final Lane normal;
    private final Lane slow;

    Lanes(int most, int mostPerHost) {
        normal = new Lane(most, mostPerHost);
        slow = new Lane(most, mostPerHost);
    }

    Lane lane(boolean hangs) {
        return hangs ? slow : normal;
    }

    static final class Lane {
        private final Semaphore all;
        private final int mostPerHost;
        private final Map<HostId, Semaphore> hosts = new ConcurrentHashMap<>();

        Lane(int most, int mostPerHost) {
            this.all = new Semaphore(most, true);
            this.mostPerHost = mostPerHost;
        }

        void enter(HostId host) throws InterruptedException {
            Semaphore ofHost = hosts.computeIfAbsent(host, _ -> new Semaphore(mostPerHost, true));
            ofHost.acquire();
            try {
                all.acquire();
            } catch (InterruptedException e) {
                ofHost.release();
                throw e;
            }
        }

        void leave(HostId host) {
            all.release();
            Semaphore ofHost = hosts.get(host);
            if (ofHost != null) {
                ofHost.release();
            }
        }
    }
}
