package io.caretaker.server.tell;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.server.tell.AlertFigures.Kind;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts alerts. Pure.
final class AlertCensus {
    private final List<Mute> mutes;
    private final Map<String, Acknowledgement> words;
    private final Inventory inventory;
    private final Instant now;

    /// @param words by the alert's id
    AlertCensus(
            List<Mute> mutes,
            Map<String, Acknowledgement> words,
            Inventory inventory,
            Instant now) {
        this.mutes = mutes.stream().filter(mute -> mute.holds(now)).toList();
        this.words = words;
        this.inventory = inventory;
        this.now = now;
    }

    /// Events are over when they are told, and are not counted.
    AlertFigures of(Collection<Alert> alerts) {
        var firing = new HashMap<Kind, Long>();
        long acknowledged = 0;
        long muted = 0;
        long held = 0;
        for (Alert alert : alerts) {
            if (!alert.firing() || alert.event()) {
                continue;
            }
            firing.merge(new Kind(alert.key().rule(), alert.severity()), 1L, Long::sum);
            acknowledged += acknowledged(alert) ? 1 : 0;
            muted += muted(alert) ? 1 : 0;
            held += alert.held().isEmpty() ? 0 : 1;
        }
        return new AlertFigures(firing, acknowledged, muted, held);
    }

    private boolean acknowledged(Alert alert) {
        Acknowledgement word = words.get(alert.id());
        return word != null && word.holds(alert, now);
    }

    private boolean muted(Alert alert) {
        Subject subject = alert.key().subject();
        boolean service =
                subject.service()
                        .flatMap(inventory::service)
                        .map(each -> each.alerting().muteUntil())
                        .map(now::isBefore)
                        .orElse(false);
        if (service || mutes.isEmpty()) {
            return service;
        }
        AlertPlace place = AlertPlace.of(subject, inventory);
        return mutes.stream().anyMatch(mute -> mute.matcher().matches(alert, place));
    }
}
