package io.caretaker.hosts.local;

import io.caretaker.core.check.Deadline;
import io.caretaker.core.host.Command;
import io.caretaker.core.host.CommandResult;
import io.caretaker.core.host.CommandResult.Exited;
import io.caretaker.core.host.CommandResult.NotStarted;
import io.caretaker.core.host.ControlAction;
import io.caretaker.core.host.ControlCommands;
import io.caretaker.core.host.ServiceControl;
import java.util.Locale;
import java.util.Optional;

/// Carries actions out; the same by whatever way they reach the host. Stateless.
public final class ServiceActions {
    /// What pg_ctlcluster says to a start of a running cluster, or a stop of a stopped one.
    private static final int ALREADY_SO = 2;

    private ServiceActions() {}

    /// Runs a command that may leave a daemon behind.
    @FunctionalInterface
    public interface Starter {
        CommandResult start(Command command, Deadline deadline) throws InterruptedException;
    }

    /// As [io.caretaker.core.host.ServiceManager#act].
    public static CommandResult act(
            ServiceControl control,
            ControlAction action,
            boolean sudo,
            Deadline deadline,
            Starter host)
            throws InterruptedException {
        Optional<Command> command = ControlCommands.of(control, action);
        if (command.isEmpty()) {
            return control instanceof ServiceControl.Commands && action == ControlAction.RESTART
                    ? stopAndStart(control, sudo, deadline, host)
                    : new NotStarted(
                            "no command is known to "
                                    + action.name().toLowerCase(Locale.ROOT)
                                    + " it");
        }
        CommandResult result = host.start(command.get().withSudo(sudo), deadline);
        return control instanceof ServiceControl.PgCluster ? likeSystemd(result, action) : result;
    }

    private static CommandResult stopAndStart(
            ServiceControl control, boolean sudo, Deadline deadline, Starter host)
            throws InterruptedException {
        if (ControlCommands.of(control, ControlAction.STOP).isPresent()) {
            act(control, ControlAction.STOP, sudo, deadline, host);
        }
        return act(control, ControlAction.START, sudo, deadline, host);
    }

    /// Starting what runs, or stopping what does not, is a success everywhere else.
    private static CommandResult likeSystemd(CommandResult result, ControlAction action) {
        boolean repeatable = action == ControlAction.START || action == ControlAction.STOP;
        return repeatable && result instanceof Exited exited && exited.code() == ALREADY_SO
                ? new Exited(0, exited.output(), exited.errors(), exited.took())
                : result;
    }
}
