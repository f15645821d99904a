package io.caretaker.cli.imports;

import io.caretaker.core.document.FieldProblem;
import io.caretaker.core.inventory.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A target as the document of a service.
final class ImportService {
    private ImportService() {}

    static Map<String, @Nullable Object> document(String id, Target target, Host host) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", id);
        document.put("host_id", host.id().value());
        document.put("service_name", target.unit());
        document.put("service_type", UnitType.of(target.unit()).name());
        document.put("display_name", target.name());
        var monitoring = new LinkedHashMap<String, @Nullable Object>();
        monitoring.put("method", target.method());
        monitoring.put(
                "interval_sec",
                target.interval() == null ? null : target.interval().toMillis() / 1000.0);
        document.put("monitoring", monitoring);
        var recovery = new LinkedHashMap<String, @Nullable Object>();
        recovery.put("recover_on_down", target.recover());
        recovery.put("recover_action", target.action());
        document.put("recovery", recovery);
        document.put("control", Map.of("systemd", target.unit()));
        if (!target.method().equals("ssh")) {
            document.put("check", check(target));
        }
        return document;
    }

    private static Map<String, @Nullable Object> check(Target target) {
        var check = new LinkedHashMap<String, @Nullable Object>();
        if (target.method().equals("http")) {
            check.put("url", target.url());
        } else {
            check.put("port", target.port());
        }
        return check;
    }

    /// The field of the target that a problem of the document is about.
    static String field(FieldProblem problem) {
        if (problem.message().startsWith("'engine'")) {
            return "service";
        }
        if (problem.path().equals("check")) {
            return problem.message().startsWith("'url'") ? "url" : "port";
        }
        return problem.path().substring(problem.path().lastIndexOf('.') + 1);
    }
}
