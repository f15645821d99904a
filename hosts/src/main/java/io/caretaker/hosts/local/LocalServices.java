package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import java.util.Optional;

/// The services of this machine by systemd, init scripts, Debian's PostgreSQL clusters or the
/// operator's own commands. Stateless and thread-safe.
public final class LocalServices implements ServiceManager {
    private final LocalHost host;

    LocalServices(LocalHost host) {
        this.host = host;
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
        return ServiceActions.act(control, action, sudo, deadline, host::start);
    }
}
