package io.caretaker.core.document;

import io.caretaker.core.inventory.Monitoring;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object `monitoring` of a service, without its `method`.
public final class MonitoringDocument {
    private MonitoringDocument() {}

    public static Map<String, @Nullable Object> of(Monitoring monitoring) {
        return write(new Document(), monitoring).fields();
    }

    static Document write(Document document, Monitoring monitoring) {
        return document.put("enabled", monitoring.enabled())
                .seconds("interval_sec", monitoring.interval())
                .seconds("timeout_sec", monitoring.timeout())
                .put("retry_attempts", monitoring.retryAttempts())
                .seconds("retry_delay_sec", monitoring.retryDelay());
    }

    /// Reads a document.
    ///
    /// @param defaults what absent fields mean; also the answer when a problem was noted
    public static Monitoring read(Fields fields, Monitoring defaults) {
        return fields.build(
                defaults,
                () ->
                        new Monitoring(
                                fields.bool("enabled", defaults.enabled()),
                                fields.seconds("interval_sec", defaults.interval()),
                                fields.seconds("timeout_sec", defaults.timeout()),
                                fields.integer("retry_attempts", defaults.retryAttempts()),
                                fields.seconds("retry_delay_sec", defaults.retryDelay())));
    }
}
