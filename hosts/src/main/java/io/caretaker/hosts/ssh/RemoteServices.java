package io.caretaker.hosts.ssh;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import io.caretaker.hosts.local.ServiceActions;
import io.caretaker.hosts.local.ServiceCommands;
import io.caretaker.hosts.local.UnitStates;
import java.util.Optional;

/// The services of a host that is reached by SSH. Thread-safe.
final class RemoteServices implements ServiceManager {
    private final SshHost host;

    RemoteServices(SshHost host) {
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
