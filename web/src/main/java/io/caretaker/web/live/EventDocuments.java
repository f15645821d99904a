package io.caretaker.web.live;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.server.watch.CheckResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What events say, as documents.
final class EventDocuments {
    private EventDocuments() {}

    static Map<String, @Nullable Object> result(CheckResult result) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", result.service().id().value());
        document.put("host_id", result.service().hostId().value());
        document.put("timestamp", result.at());
        document.put("status", word(Status.of(result.reply().outcome())));
        document.put("response_time_ms", milliseconds(result.took()));
        document.put("message", result.reply().outcome().message());
        return document;
    }

    static double milliseconds(Duration duration) {
        return Math.floorDiv(duration.toNanos(), 1000L) / 1000.0;
    }

    static Map<String, @Nullable Object> state(Batch.Observed observed) {
        ServiceState state = observed.transition().state();
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", state.id().value());
        document.put("host_id", observed.result().service().hostId().value());
        document.put("current_status", word(state.status()));
        document.put("last_check", state.lastCheck());
        document.put("last_status_change", state.statusSince());
        document.put("uptime_percentage", state.uptimePercent());
        document.put("consecutive_failures", state.consecutiveFailures());
        document.put("flapping", state.flapping());
        document.put("message", state.message());
        document.put("change", word(observed.transition().kind()));
        return document;
    }

    static Map<String, @Nullable Object> health(ServiceId id, HealthPicture health) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", id.value());
        document.put("status", word(health.status()));
        document.put("score", health.score());
        document.put("alerts", health.alerts());
        return document;
    }

    static Map<String, @Nullable Object> inventory(Inventory inventory) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("hosts", inventory.hosts().size());
        document.put("services", inventory.services().size());
        document.put("environments", inventory.environments().size());
        return document;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
