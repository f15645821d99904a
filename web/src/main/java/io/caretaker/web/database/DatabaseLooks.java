package io.caretaker.web.database;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.health.EngineKind;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.server.desk.Database;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.database.DatabaseHead.Tab;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// How databases are now, for pages and for what keeps them live. Thread-safe.
final class DatabaseLooks {
    private static final int ROWS = 240;

    private final Daemon daemon;
    private final Found found;

    DatabaseLooks(Desks desks) {
        this.daemon = desks.daemon();
        this.found = new Found(desks);
    }

    DatabaseListPage list() {
        Inventory inventory = daemon.caretaker().inventory();
        Instant now = daemon.clock().instant();
        List<DatabaseRow> rows =
                inventory.services(each -> each.check() instanceof CheckSpec.Database).stream()
                        .map(each -> row(each, now))
                        .sorted(
                                Comparator.comparingInt((DatabaseRow each) -> each.health().rank())
                                        .thenComparing(DatabaseRow::label))
                        .toList();
        List<DatabaseListPage.Other> others =
                inventory.services(DatabaseLooks::withoutLogin).stream()
                        .map(each ->
                                new DatabaseListPage.Other(
                                        each.id().value(),
                                        each.label(),
                                        each.type().name(),
                                        each.check().method()))
                        .toList();
        return new DatabaseListPage(rows, others);
    }

    /// The rows of some services, as far as they are databases.
    List<DatabaseRow> rows(Set<ServiceId> ids) {
        Instant now = daemon.clock().instant();
        Inventory inventory = daemon.caretaker().inventory();
        return ids.stream()
                .flatMap(id -> inventory.service(id).stream())
                .filter(each -> each.check() instanceof CheckSpec.Database)
                .map(each -> row(each, now))
                .toList();
    }

    private DatabaseRow row(Service service, Instant now) {
        CheckSpec.Database check = (CheckSpec.Database) service.check();
        HealthReport report = daemon.caretaker().health().report(service).orElse(null);
        return DatabaseRow.of(service, check.target(), report, now);
    }

    private static boolean withoutLogin(Service service) {
        return !(service.check() instanceof CheckSpec.Database)
                && Arrays.stream(EngineKind.values())
                        .anyMatch(kind -> kind.serviceType().equals(service.type()));
    }

    /// @param metric of the chart; one that there is not for the first
    /// @param window of the chart
    HealthPage health(Database database, String metric, String window) {
        List<HistoryEntry> rows =
                daemon.store().history().recent(database.service().id(), ROWS).stream()
                        .filter(each -> each.recovery() == null)
                        .toList();
        return HealthView.of(
                found.head(database, Tab.HEALTH),
                found.report(database),
                rows,
                metric,
                window,
                daemon.clock().instant());
    }
}
