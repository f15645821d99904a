package io.caretaker.cli.render;

import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.status.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The status as a document: `hosts`, `services`, `summary`.
public final class StatusDocument {
    private StatusDocument() {}

    public static Map<String, @Nullable Object> of(StatusReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("hosts", report.inventory().hosts().stream().map(HostDocument::of).toList());
        document.put(
                "services",
                report.inventory().services().stream()
                        .map(service -> ServiceStateDocument.of(service, report.state(service)))
                        .toList());
        document.put("summary", summary(report));
        return document;
    }

    private static Map<String, @Nullable Object> summary(StatusReport report) {
        var summary = new LinkedHashMap<String, @Nullable Object>();
        var hosts = report.inventory().hosts();
        summary.put("total_hosts", hosts.size());
        summary.put(
                "active_hosts",
                hosts.stream().filter(host -> host.status() == HostStatus.ACTIVE).count());
        summary.put("total_services", report.inventory().services().size());
        for (Status status : Status.values()) {
            summary.put(Texts.word(status) + "_services", report.services(status).size());
        }
        summary.put("by_environment", by(report, Service::environment));
        summary.put("by_region", by(report, Service::region));
        summary.put("by_service_type", by(report, service -> service.type().name()));
        return summary;
    }

    private static Map<String, Long> by(StatusReport report, Function<Service, String> key) {
        return report.inventory().services().stream()
                .collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
    }
}
