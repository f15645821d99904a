package io.caretaker.core.document;

import io.caretaker.core.check.HistoryStore.HourlyRollup;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One hour of a service as a document.
public final class RollupDocument {
    private RollupDocument() {}

    public static Map<String, @Nullable Object> of(HourlyRollup rollup) {
        return new Document()
                .put("service_id", rollup.service().value())
                .put("hour", rollup.hour())
                .put("up", rollup.up())
                .put("down", rollup.down())
                .put("unknown", rollup.unknown())
                .put("uptime_percentage", rollup.uptimePercent())
                .put("mean_response_time_ms", millis(rollup.meanResponse()))
                .put("max_response_time_ms", millis(rollup.maxResponse()))
                .fields();
    }

    private static @Nullable Double millis(@Nullable Duration duration) {
        return duration == null ? null : Scalars.millis(duration);
    }
}
