package io.caretaker.web.page;

import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.FleetService;
import io.caretaker.server.watch.RecentResults;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The rows of services, put into HTML once for each change of a service, and once a minute for the
/// times in them. Thread-safe.
public final class Rows {
    private final Templates templates;
    private final RecentResults recent;
    private final Supplier<Inventory> inventory;
    private final Map<ServiceId, Made> made = new ConcurrentHashMap<>();

    /// What a row was made of.
    private record Source(
            Object service,
            Object state,
            boolean watched,
            @Nullable HealthStatus health,
            @Nullable Host host,
            long results,
            long minute) {}

    private record Made(Source source, String html) {}

    public Rows(Templates templates, RecentResults recent, Supplier<Inventory> inventory) {
        this.templates = templates;
        this.recent = recent;
        this.inventory = inventory;
    }

    /// A row in HTML.
    public String html(FleetService service, Instant now) {
        ServiceId id = service.id();
        Host host = inventory.get().host(service.host()).orElse(null);
        var source =
                new Source(
                        service.view().service(),
                        service.view().state(),
                        service.watched(),
                        service.health() == null ? null : service.health().status(),
                        host,
                        recent.version(id),
                        now.getEpochSecond() / 60);
        Made known = made.get(id);
        if (known == null || !known.source().equals(source)) {
            ServiceRow row = ServiceRow.of(service, host, recent.of(id), now);
            known = new Made(source, templates.text("part/row", Map.of("row", row)));
            made.put(id, known);
        }
        return known.html();
    }

    /// Gives up the rows of services that are not there any more.
    void keep(Inventory newest) {
        made.keySet().removeIf(id -> newest.service(id).isEmpty());
    }
}
