package io.caretaker.server;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Machines in memory; those in `cut` do not answer.
final class FakeHosts implements Hosts {
    final Set<HostId> cut = ConcurrentHashMap.newKeySet();
    final AtomicInteger knocks = new AtomicInteger();
    final List<Death> watched = new CopyOnWriteArrayList<>();
    private final Map<HostId, FakeHost> all = new ConcurrentHashMap<>();

    /// A watch on a process, to be fired by the test.
    record Death(HostId host, long pid, Runnable onExit, Runnable onLost) {}

    FakeHost named(HostId id) {
        return all.computeIfAbsent(id, _ -> new FakeHost());
    }

    @Override
    public HostAccess of(Host host) {
        return named(host.id());
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return Optional.of(
                new ProcessWatch() {
                    @Override
                    public Watched watch(long pid, Runnable onExit, Runnable onLost) {
                        watched.add(new Death(host.id(), pid, onExit, onLost));
                        return () -> {};
                    }

                    @Override
                    public void close() {}
                });
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) {
        knocks.incrementAndGet();
        return cut.contains(host.id())
                ? new Reachability.Silent("no answer")
                : new Reachability.Answers();
    }
}
