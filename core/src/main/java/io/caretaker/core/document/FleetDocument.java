package io.caretaker.core.document;

import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Attention;
import io.caretaker.core.status.FleetSummary;
import io.caretaker.core.status.ServiceView;
import io.caretaker.core.status.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fleet in numbers and lists, as documents.
public final class FleetDocument {
    private FleetDocument() {}

    /// The dashboard summary: `total_hosts`, `active_hosts`, `total_services`, one count for each
    /// status (`running_services`), `by_environment`, `by_region`, `by_service_type`.
    public static Map<String, @Nullable Object> of(FleetSummary summary) {
        var document =
                new Document()
                        .put("total_hosts", summary.totalHosts())
                        .put("active_hosts", summary.activeHosts())
                        .put("total_services", summary.totalServices());
        summary.byStatus()
                .forEach(
                        (status, count) -> document.put(Scalars.word(status) + "_services", count));
        return document.put("by_environment", summary.byEnvironment())
                .put("by_region", summary.byRegion())
                .put("by_service_type", summary.byServiceType())
                .fields();
    }

    /// What needs attention: `down_services`, `high_failure_rate`, `stale_checks`.
    public static Map<String, @Nullable Object> of(Attention attention) {
        return new Document()
                .put("down_services", services(attention.down()))
                .put("high_failure_rate", services(attention.highFailureRate()))
                .put("stale_checks", services(attention.staleChecks()))
                .fields();
    }

    /// The services below the word of their status; every status is there.
    public static Map<String, @Nullable Object> byStatus(List<ServiceView> views) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        for (Status status : Status.values()) {
            document.put(
                    Scalars.word(status),
                    services(
                            views.stream()
                                    .filter(view -> view.state().status() == status)
                                    .toList()));
        }
        return document;
    }

    /// Whole services with their state.
    public static List<Map<String, @Nullable Object>> services(List<ServiceView> views) {
        return views.stream().map(FleetDocument::service).toList();
    }

    private static Map<String, @Nullable Object> service(ServiceView view) {
        Service service = view.service();
        return ServiceStateDocument.of(service, view.state());
    }
}
