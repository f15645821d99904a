package io.caretaker.web.page;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The rows of a history at which something changed. Pure.
final class StateChanges {
    private StateChanges() {}

    /// Results that differ from the one before of the same service, and what was done; newest first
    /// as they came. The oldest result of a service counts when it is not well.
    static List<HistoryEntry> of(List<HistoryEntry> newestFirst) {
        Map<ServiceId, Status> before = new HashMap<>();
        var changes = new ArrayList<HistoryEntry>();
        for (HistoryEntry row : newestFirst.reversed()) {
            if (row.recovery() != null) {
                changes.add(row);
                continue;
            }
            Status former = before.put(row.serviceId(), row.status());
            if (row.status() != (former == null ? Status.RUNNING : former)) {
                changes.add(row);
            }
        }
        return changes.reversed();
    }
}
