package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.host.ServiceManager;
import io.caretaker.core.host.UnitState;
import java.util.Locale;
import java.util.Optional;

/// The services of this machine by systemd, init scripts, Debian's PostgreSQL clusters or the
/// operator's own commands. Stateless and thread-safe.
public final class LocalServices implements ServiceManager {
    /// What pg_ctlcluster says to a start of a running cluster, or a stop of a stopped one.
    private static final int ALREADY_SO = 2;

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
        Optional<Command> command = ServiceCommands.action(control, action);
        if (command.isEmpty()) {
            return control instanceof ServiceControl.Commands && action == ControlAction.RESTART
                    ? stopAndStart(control, sudo, deadline)
                    : new NotStarted(
                            "no command is known to "
                                    + action.name().toLowerCase(Locale.ROOT)
                                    + " it");
        }
        CommandResult result = host.start(command.get().withSudo(sudo), deadline);
        return control instanceof ServiceControl.PgCluster ? likeSystemd(result, action) : result;
    }

    private CommandResult stopAndStart(ServiceControl control, boolean sudo, Deadline deadline)
            throws InterruptedException {
        if (ServiceCommands.action(control, ControlAction.STOP).isPresent()) {
            act(control, ControlAction.STOP, sudo, deadline);
        }
        return act(control, ControlAction.START, sudo, deadline);
    }

    /// Starting what runs, or stopping what does not, is a success everywhere else.
    private static CommandResult likeSystemd(CommandResult result, ControlAction action) {
        boolean repeatable = action == ControlAction.START || action == ControlAction.STOP;
        return repeatable && result instanceof Exited exited && exited.code() == ALREADY_SO
                ? new Exited(0, exited.output(), exited.errors(), exited.took())
                : result;
    }
}
