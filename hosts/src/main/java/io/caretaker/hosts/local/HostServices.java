package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.HostAccess;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import io.caretaker.hosts.local.ServiceActions.Starter;
import java.util.Optional;

/// The services of a host by systemd, init scripts, Debian's PostgreSQL clusters or the operator's
/// own commands. Stateless and thread-safe.
public final class HostServices implements ServiceManager {
    private final HostAccess host;
    private final Starter starter;

    /// @param starter runs what may leave a daemon behind
    public HostServices(HostAccess host, Starter starter) {
        this.host = host;
        this.starter = starter;
    }

    @Override
    public UnitState state(ServiceControl control, Deadline deadline) throws InterruptedException {
        Optional<Command> question = ServiceCommands.state(control);
        return question.isEmpty()
                ? UnitStates.unknown("no service manager is known for it")
                : UnitStates.read(control, host.run(question.get(), deadline));
    }

    @Override
    public CommandResult act(
            ServiceControl control, ControlAction action, boolean sudo, Deadline deadline)
            throws InterruptedException {
        return ServiceActions.act(control, action, sudo, deadline, starter);
    }
}
