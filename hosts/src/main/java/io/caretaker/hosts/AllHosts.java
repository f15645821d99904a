package io.caretaker.hosts;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import java.util.Optional;
import java.util.function.Supplier;

/// This machine directly, and all others another way.
public final class AllHosts implements Hosts {
    private final HostAccess here;
    private final Supplier<ProcessWatch> watchHere;
    private final Supplier<Hosts> others;

    public AllHosts(HostAccess here, Supplier<ProcessWatch> watchHere, Supplier<Hosts> others) {
        this.here = here;
        this.watchHere = watchHere;
        this.others = others;
    }

    @Override
    public HostAccess of(Host host) {
        return host.local() ? here : others.get().of(host);
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return host.local() ? Optional.of(watchHere.get()) : others.get().processWatch(host);
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) throws InterruptedException {
        return host.local() ? new Reachability.Answers() : others.get().knock(host, deadline);
    }
}
