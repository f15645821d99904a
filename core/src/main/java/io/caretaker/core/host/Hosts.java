package io.caretaker.core.host;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.inventory.Host;
import java.util.Optional;

/// The ways to the hosts of the inventory: to this machine directly, to others by SSH. Thread-safe.
public interface Hosts {
    /// The way to a host. Connects when it is first used, not here; one connection serves all who
    /// ask for the same host.
    HostAccess of(Host host);

    /// Tells deaths of processes of the host by event; empty where that is not to be had.
    Optional<ProcessWatch> processWatch(Host host);

    /// Whether the host itself answers, asked anew without logging in. Interruptible; ends at the
    /// deadline.
    Reachability knock(Host host, Deadline deadline) throws InterruptedException;
}
