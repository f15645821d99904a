package io.caretaker.cli.render;

import io.caretaker.core.document.AlertCountsDocument;
import io.caretaker.core.document.FleetDocument;
import io.caretaker.core.document.HostDocument;
import io.caretaker.core.document.ServiceStateDocument;
import io.caretaker.core.status.PlainListings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The status as a document: `hosts`, `services`, `summary`, `alerts`.
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
        document.put("alerts", AlertCountsDocument.of(report.alerts()));
        return document;
    }

    /// The fleet in numbers.
    public static Map<String, @Nullable Object> summary(StatusReport report) {
        return FleetDocument.of(new PlainListings(report::inventory, report::states).summary());
    }
}
