package io.caretaker.core.document;

import io.caretaker.core.inventory.ServiceId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How much of the time a service was up, as a document.
public final class UptimeDocument {
    private UptimeDocument() {}

    /// Writes it.
    ///
    /// @param days of so many days
    /// @param percent 0 to 100; null when nothing is known
    public static Map<String, @Nullable Object> of(
            ServiceId service, int days, @Nullable Double percent) {
        return new Document()
                .put("service_id", service.value())
                .put("days", days)
                .put("uptime_percentage", percent)
                .fields();
    }
}
