package io.caretaker.server.desk;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.Hosts;
import io.caretaker.core.host.ProcessWatch;
import io.caretaker.core.host.Reachability;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.Optional;

/// Machines of which nothing can be asked.
final class NoHosts implements Hosts {
    @Override
    public HostAccess of(Host host) {
        throw new Problem(ProblemCode.UNREACHABLE, "no way to host " + host.id(), "");
    }

    @Override
    public Optional<ProcessWatch> processWatch(Host host) {
        return Optional.empty();
    }

    @Override
    public Reachability knock(Host host, Deadline deadline) {
        return new Reachability.Silent("no way to it");
    }
}
