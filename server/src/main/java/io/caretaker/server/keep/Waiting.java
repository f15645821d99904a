package io.caretaker.server.keep;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.recovery.RecoveryState;
import java.time.Instant;
import java.util.List;

/// One thing that waits for a store that does not answer.
sealed interface Waiting {
    record Row(HistoryEntry entry) implements Waiting {}

    record Audited(AuditEntry entry) implements Waiting {}

    record Recovery(RecoveryState state) implements Waiting {}

    record Forgotten(ServiceId service) implements Waiting {}

    record Asked(Approval approval) implements Waiting {}

    record Alerts(List<Alert> alerts, List<Delivery> deliveries) implements Waiting {
        public Alerts {
            alerts = List.copyOf(alerts);
            deliveries = List.copyOf(deliveries);
        }
    }

    record Finished(String request, Instant at, boolean success, String message)
            implements Waiting {}
}
