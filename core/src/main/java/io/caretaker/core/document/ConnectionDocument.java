package io.caretaker.core.document;

import io.caretaker.core.health.ConnectionLeg;
import io.caretaker.core.health.ConnectionReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A trial of a log-in as a document.
public final class ConnectionDocument {
    private ConnectionDocument() {}

    public static Map<String, @Nullable Object> of(ConnectionReport report) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("engine", report.engine().label());
        document.put("address", report.address());
        document.put("usable", report.verdict().usable());
        document.put("verdict", report.verdict().label());
        document.put("message", report.message());
        document.put("error_details", report.details());
        document.put("missing", report.missing());
        document.put("advice", report.advice());
        document.put("version", report.version());
        document.put("fingerprint", report.fingerprint());
        document.put("metrics", report.metrics());
        document.put("timestamp", report.at());
        document.put("response_time_ms", HealthDocument.number(report.took().toNanos() / 1e6));
        document.put("legs", report.legs().stream().map(ConnectionDocument::of).toList());
        return document;
    }

    private static Map<String, @Nullable Object> of(ConnectionLeg leg) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("leg", leg.leg().label());
        document.put("ok", leg.ok());
        document.put("message", leg.message());
        document.put("hint", leg.hint());
        return document;
    }
}
