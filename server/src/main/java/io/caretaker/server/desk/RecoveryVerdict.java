package io.caretaker.server.desk;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.recovery.Deliberation;

/// What would be decided about a recovery that somebody asks for now.
public record RecoveryVerdict(Service service, Deliberation deliberation) {

    /// Whether something would be done.
    public boolean wouldAct() {
        return deliberation.wouldAct();
    }

    /// Why, without a full stop.
    public String reason() {
        return deliberation.reason();
    }
}
