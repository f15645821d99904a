package io.caretaker.core.document;

import io.caretaker.core.inventory.Monitoring;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object `monitoring` of a service, without its `method`.
public final class MonitoringDocument {
    private static final String RETRY_DELAY = "retry_delay_sec";

    private MonitoringDocument() {}

    public static Map<String, @Nullable Object> of(Monitoring monitoring) {
        return write(new Document(), monitoring).fields();
    }

    static Document write(Document document, Monitoring monitoring) {
        return document.put("enabled", monitoring.enabled())
                .seconds("interval_sec", monitoring.interval())
                .seconds("timeout_sec", monitoring.timeout())
                .put("retry_attempts", monitoring.retryAttempts())
                .seconds(RETRY_DELAY, monitoring.retryDelay());
    }

    /// Reads a document.
    ///
    /// @param defaults what absent fields mean; also the answer when a problem was noted
    /// @param retryDelayGiven whether the defaults' retry delay is somebody's word; otherwise it
    ///   follows from the interval
    public static Monitoring read(Fields fields, Monitoring defaults, boolean retryDelayGiven) {
        return fields.build(
                defaults,
                () -> {
                    Duration interval = fields.seconds("interval_sec", defaults.interval());
                    Duration usual =
                            retryDelayGiven
                                    ? defaults.retryDelay()
                                    : Monitoring.usualRetryDelay(interval);
                    return new Monitoring(
                            fields.bool("enabled", defaults.enabled()),
                            interval,
                            fields.seconds("timeout_sec", defaults.timeout()),
                            fields.integer("retry_attempts", defaults.retryAttempts()),
                            fields.seconds(RETRY_DELAY, usual));
                });
    }

    /// Whether the document says a retry delay itself.
    public static boolean givesRetryDelay(Fields fields) {
        return fields.has(RETRY_DELAY);
    }
}
