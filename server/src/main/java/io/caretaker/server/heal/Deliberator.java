package io.caretaker.server.heal;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.Deliberation;
import io.caretaker.core.recovery.RecoveryTrigger;

/// Says what would be decided about a recovery, and carries nothing out. Thread-safe.
public interface Deliberator {

    /// From what is known, at once: nobody is asked.
    Deliberation outlook(Service service, RecoveryTrigger trigger);

    /// After the same look at the host, the dependencies, the service and its traces as a recovery
    /// takes. The veto command is asked as well, and told that it is a dry run. Takes seconds; what
    /// was found a moment ago may be said again.
    ///
    /// @param approved whether to take it that a person has approved
    /// @throws io.caretaker.core.problem.Problem when this machine cannot be looked at, and
    ///   `LOCKED` when too many want to know at once
    Deliberation look(Service service, RecoveryTrigger trigger, boolean approved)
            throws InterruptedException;
}
