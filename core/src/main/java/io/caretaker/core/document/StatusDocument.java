package io.caretaker.core.document;

import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceFilter;
import io.caretaker.core.status.ServiceState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything is, as a document: `hosts`, `services`, `summary`, `alerts`.
public final class StatusDocument {
    private StatusDocument() {}

    /// Writes it.
    ///
    /// @param states services without one were never looked at
    /// @param alerts alerts and messages in numbers
    public static Map<String, @Nullable Object> of(
            Inventory inventory, Map<ServiceId, ServiceState> states, AlertCounts alerts) {
        var listings = new PlainListings(() -> inventory, () -> states);
        return new Document()
                .put("hosts", inventory.hosts().stream().map(HostDocument::of).toList())
                .put("services", FleetDocument.services(listings.services(ServiceFilter.ALL)))
                .put("summary", FleetDocument.of(listings.summary()))
                .put("alerts", AlertCountsDocument.of(alerts))
                .fields();
    }
}
