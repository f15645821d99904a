package io.caretaker.core.host;

import io.caretaker.core.check.Deadline;

/// Starts, stops and asks services of one host, whatever its service manager is.
public interface ServiceManager {
    /// The state of a service; `UNKNOWN` with the reason when the manager cannot be asked. For
    /// [ServiceControl.Commands] and [ServiceControl.None] always `UNKNOWN`.
    UnitState state(ServiceControl control, Deadline deadline) throws InterruptedException;

    /// Carries the action out and waits for it, until the deadline. A daemon that a start leaves
    /// behind lives on, also when caretaker ends. Restarting by [ServiceControl.Commands] without a
    /// restart command is stop (whose failure is ignored) and start.
    CommandResult act(ServiceControl control, ControlAction action, boolean sudo, Deadline deadline)
            throws InterruptedException;
}
