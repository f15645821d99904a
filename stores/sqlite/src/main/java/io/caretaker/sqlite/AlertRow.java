package io.caretaker.sqlite;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.DeliveryDocument;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An alert or a delivery as it will be written, made before the store is locked.
sealed interface AlertRow {
    void write(SqliteFile file) throws SQLException;

    static List<AlertRow> of(List<Alert> alerts, List<Delivery> deliveries) {
        var rows = new ArrayList<AlertRow>(alerts.size() + deliveries.size());
        deliveries.forEach(each -> rows.add(OfDelivery.of(each)));
        alerts.forEach(each -> rows.add(OfAlert.of(each)));
        return rows;
    }

    /// One alert.
    ///
    /// @param endedAt null while it fires
    record OfAlert(String id, Instant since, @Nullable Instant endedAt, String document)
            implements AlertRow {
        static OfAlert of(Alert alert) {
            Instant end =
                    alert.firing()
                            ? null
                            : Objects.requireNonNullElse(alert.endedAt(), alert.changedAt());
            return new OfAlert(alert.id(), alert.since(), end, Json.write(AlertDocument.of(alert)));
        }

        @Override
        public void write(SqliteFile file) throws SQLException {
            file.update(
                    "INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?)",
                    id,
                    since,
                    endedAt,
                    document);
        }
    }

    /// One delivery with its lines.
    ///
    /// @param endedAt null while it waits
    /// @param alerts the ids of those it tells of
    record OfDelivery(
            String id, Instant at, @Nullable Instant endedAt, String document, List<String> alerts)
            implements AlertRow {
        static OfDelivery of(Delivery delivery) {
            Instant end =
                    delivery.waiting()
                            ? null
                            : Objects.requireNonNullElse(delivery.endedAt(), delivery.next());
            Stream<String> alerts =
                    delivery.message().lines().stream().map(MessageLine::alert).distinct();
            return new OfDelivery(
                    delivery.id(),
                    delivery.message().at(),
                    end,
                    Json.write(DeliveryDocument.of(delivery)),
                    alerts.toList());
        }

        @Override
        public void write(SqliteFile file) throws SQLException {
            file.update("DELETE FROM alert_delivery_lines WHERE delivery = ?", id);
            for (String each : alerts) {
                file.update("INSERT INTO alert_delivery_lines VALUES (?, ?)", each, id);
            }
            file.update(
                    "INSERT OR REPLACE INTO alert_deliveries VALUES (?, ?, ?, ?)",
                    id,
                    at,
                    endedAt,
                    document);
        }
    }
}
