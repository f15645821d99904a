package io.caretaker.sqlite;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertStore;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.document.AcknowledgementDocument;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.document.MuteDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Alerts, the outbox and people's words. What was written by a newer caretaker and cannot be
/// understood is passed over and stays as it is. Thread-safe.
final class SqliteAlerts implements AlertStore {
    private final Database database;
    private final LeftOut leftOut = new LeftOut();
    private final AlertRows<Alert> alerts = new AlertRows<>("alerts", AlertDocument::read, leftOut);
    private final AlertRows<Delivery> deliveries =
            new AlertRows<>("alert_deliveries", DeliveryDocument::read, leftOut);
    private final AlertRows<Acknowledgement> words =
            new AlertRows<>("alert_words", AcknowledgementDocument::read, leftOut);
    private final AlertRows<Mute> mutes =
            new AlertRows<>("alert_mutes", MuteDocument::read, leftOut);

    SqliteAlerts(Database database) {
        this.database = database;
    }

    @Override
    public List<Alert> alerts(Instant endedSince) {
        return database.read(file ->
                alerts.list(
                        file,
                        "WHERE ended_at IS NULL OR ended_at >= ? ORDER BY since, id",
                        endedSince));
    }

    @Override
    public Optional<Alert> alert(String id) {
        return database.read(file -> alerts.list(file, "WHERE id = ?", id)).stream().findFirst();
    }

    @Override
    public void write(List<Alert> newAlerts, List<Delivery> newDeliveries) {
        List<AlertRow> rows = AlertRow.of(newAlerts, newDeliveries);
        if (rows.isEmpty()) {
            return;
        }
        database.write(file -> {
            for (AlertRow each : rows) {
                each.write(file);
            }
            return rows.size();
        });
    }

    @Override
    public List<Delivery> waiting() {
        return database.read(
                file -> deliveries.list(file, "WHERE ended_at IS NULL ORDER BY at, id"));
    }

    @Override
    public List<Delivery> deliveries(Instant since, int limit) {
        return database.read(file ->
                deliveries.list(
                        file, "WHERE at >= ? ORDER BY at DESC, id DESC LIMIT ?", since, limit));
    }

    @Override
    public List<Delivery> deliveriesOf(String alert) {
        return database.read(file ->
                deliveries.list(
                        file,
                        "WHERE id IN (SELECT delivery FROM alert_delivery_lines WHERE alert = ?)"
                                + " ORDER BY at DESC, id DESC",
                        alert));
    }

    @Override
    public void acknowledge(Acknowledgement word) {
        update(
                "INSERT OR REPLACE INTO alert_words VALUES (?, ?, ?)",
                word.alert(),
                word.at(),
                Json.write(AcknowledgementDocument.of(word)));
    }

    @Override
    public boolean unacknowledge(String alert) {
        return update("DELETE FROM alert_words WHERE alert = ?", alert) > 0;
    }

    @Override
    public List<Acknowledgement> acknowledgements() {
        return database.read(file -> words.list(file, "ORDER BY at, alert"));
    }

    @Override
    public void mute(Mute mute) {
        update(
                "INSERT OR REPLACE INTO alert_mutes VALUES (?, ?, ?, ?)",
                mute.id(),
                mute.at(),
                mute.until(),
                Json.write(MuteDocument.of(mute)));
    }

    @Override
    public boolean unmute(String id) {
        return update("DELETE FROM alert_mutes WHERE id = ?", id) > 0;
    }

    @Override
    public List<Mute> mutes() {
        return database.read(file -> mutes.list(file, "ORDER BY at, id"));
    }

    @Override
    public long prune(Instant before) {
        return database.write(file -> {
            file.update(
                    "DELETE FROM alert_delivery_lines WHERE delivery IN"
                            + " (SELECT id FROM alert_deliveries WHERE ended_at < ?)",
                    before);
            return file.update("DELETE FROM alerts WHERE ended_at < ?", before)
                    + file.update("DELETE FROM alert_deliveries WHERE ended_at < ?", before)
                    + file.update("DELETE FROM alert_mutes WHERE until < ?", before)
                    + file.update(
                            "DELETE FROM alert_words WHERE alert NOT IN (SELECT id FROM alerts)");
        });
    }

    private int update(String sql, @Nullable Object... parameters) {
        return database.write(file -> file.update(sql, parameters));
    }
}
