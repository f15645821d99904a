package io.caretaker.core.alert;

import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How bad an alert is. Pure.
///
/// The configuration's word on the rule decides. Without one: a service that is not of medium
/// severity has been thought about by somebody, and what the notice says holds; one of medium
/// severity is as bad as its environment, with the notice's distance from medium added. A silent
/// host, which speaks for its services, is as bad as the worst of them at least. Events are as bad
/// as the notice says.
final class Severities {
    private static final List<Severity> RISING = List.of(Severity.values());

    private Severities() {}

    static Severity of(Notice notice, AlertingPolicy policy, Inventory inventory) {
        Severity fixed = policy.rule(notice.key().rule()).severity();
        if (fixed != null) {
            return fixed;
        }
        if (notice.key().rule() == AlertRule.HOST_SILENT) {
            return host(notice, inventory);
        }
        @Nullable Severity stage = stage(notice, inventory);
        return stage == null || notice.kind() == Notice.Kind.NOTED
                ? notice.severity()
                : shifted(
                        stage, RISING.indexOf(notice.severity()) - RISING.indexOf(Severity.MEDIUM));
    }

    private static Severity host(Notice notice, Inventory inventory) {
        return notice.key().subject().host().map(inventory::servicesOf).orElse(List.of()).stream()
                .filter(service -> service.monitoring().enabled() && service.alerting().enabled())
                .map(service -> service.alerting().severity())
                .reduce(notice.severity(), (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private static @Nullable Severity stage(Notice notice, Inventory inventory) {
        return notice.key()
                .subject()
                .service()
                .flatMap(inventory::service)
                .filter(service -> service.alerting().severity() == Severity.MEDIUM)
                .map(Service::environment)
                .flatMap(inventory::environment)
                .map(Environment::alertSeverity)
                .orElse(null);
    }

    private static Severity shifted(Severity from, int steps) {
        return RISING.get(Math.clamp((long) RISING.indexOf(from) + steps, 0, RISING.size() - 1));
    }
}
