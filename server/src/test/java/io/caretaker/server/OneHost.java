package io.caretaker.server;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import java.util.Optional;

/// Every host is the same.
record OneHost(HostAccess access, ProcessWatch watch) implements Hosts {
    @Override
    public HostAccess of(Host host) {
        return access;
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return Optional.of(watch);
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) {
        return new Reachability.Answers();
    }
}
