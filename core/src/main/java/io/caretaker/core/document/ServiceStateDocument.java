package io.caretaker.core.document;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.ServiceState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A service with what is known of its state: the full document of the collection `services`. The
/// fields of the state are always there, null when not known yet.
public final class ServiceStateDocument {
    private ServiceStateDocument() {}

    public static Map<String, @Nullable Object> of(Service service, ServiceState state) {
        return ServiceDocument.write(service, state);
    }

    static void write(Document document, ServiceState state) {
        document.put("current_status", state.status())
                .put("last_check", state.lastCheck())
                .put("last_status_change", state.statusSince())
                .put("uptime_percentage", state.uptimePercent())
                .put("consecutive_failures", state.consecutiveFailures());
    }
}
