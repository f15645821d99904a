package io.caretaker.core.status;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostFilter;
import java.time.Instant;
import java.util.List;

/// Questions about many hosts and services at once. Lists are in the order of their ids. All
/// methods throw [io.caretaker.core.problem.Problem] when the store cannot answer.
public interface Listings {
    List<Host> hosts(HostFilter filter);

    List<ServiceView> services(ServiceFilter filter);

    FleetSummary summary();

    Attention attention(Instant now);
}
