package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The first stage: how an alert begins, changes and ends. Pure.
final class AlertLife {
    /// So many beginnings within [#FLAP_WINDOW] are one problem that comes and goes.
    private static final int FLAPS = 4;

    private static final Duration FLAP_WINDOW = Duration.ofMinutes(30);

    /// How long one that comes and goes must have stayed away to be over.
    static final Duration CALM = Duration.ofMinutes(10);

    private AlertLife() {}

    /// The alert after a notice that its problem is there, or that something happened.
    ///
    /// @param known the newest alert of the same key; null when there is none
    /// @param id for a new one
    static Alert raised(
            @Nullable Alert known, Notice notice, Severity severity, Duration reopen, String id) {
        if (known == null || notice.kind() == Notice.Kind.NOTED) {
            return begun(notice, severity, id);
        }
        if (known.firing()) {
            return going(known, notice, severity);
        }
        Instant ended = known.endedAt();
        boolean soon = ended != null && Duration.between(ended, notice.at()).compareTo(reopen) <= 0;
        return soon && known.state() == AlertState.RESOLVED
                ? again(known, notice, severity)
                : begun(notice, severity, id);
    }

    private static Alert begun(Notice notice, Severity severity, String id) {
        boolean event = notice.kind() == Notice.Kind.NOTED;
        return new Alert(
                id,
                notice.key(),
                event ? AlertState.RESOLVED : AlertState.FIRING,
                severity,
                notice.title(),
                notice.text(),
                notice.at(),
                notice.at(),
                event ? notice.at() : null,
                "",
                List.of(notice.at()),
                "",
                List.of());
    }

    private static Alert going(Alert known, Notice notice, Severity severity) {
        return new Alert(
                known.id(),
                known.key(),
                AlertState.FIRING,
                severity,
                notice.title(),
                notice.text(),
                known.since(),
                severity == known.severity() ? known.changedAt() : notice.at(),
                null,
                "",
                known.beginnings(),
                known.held(),
                known.tellings());
    }

    private static Alert again(Alert known, Notice notice, Severity severity) {
        var beginnings = new ArrayList<>(known.beginnings());
        beginnings.add(notice.at());
        int most = Alert.MOST_BEGINNINGS;
        return new Alert(
                known.id(),
                known.key(),
                AlertState.FIRING,
                severity,
                notice.title(),
                notice.text(),
                known.since(),
                notice.at(),
                null,
                "",
                beginnings.subList(Math.max(0, beginnings.size() - most), beginnings.size()),
                "",
                known.tellings());
    }

    /// The alert after its end.
    static Alert ended(Alert known, AlertState state, String ending, Instant at) {
        return new Alert(
                known.id(),
                known.key(),
                state,
                known.severity(),
                known.title(),
                known.text(),
                known.since(),
                at,
                at,
                ending,
                known.beginnings(),
                "",
                known.tellings());
    }

    /// Whether it comes and goes.
    static boolean flapping(Alert alert, Instant now) {
        Instant from = now.minus(FLAP_WINDOW);
        return alert.beginnings().stream().filter(each -> each.isAfter(from)).count() >= FLAPS;
    }

    /// When what it does now began.
    static Instant beginning(Alert alert) {
        return alert.beginnings().getLast();
    }

    /// What people do not need to hear of once the service is up again.
    static List<AlertKey> overWith(AlertKey key) {
        if (key.rule() != AlertRule.SERVICE_DOWN) {
            return List.of();
        }
        return List.of(
                new AlertKey(AlertRule.RECOVERY_HELD, key.subject(), ""),
                new AlertKey(AlertRule.RECOVERY_GAVE_UP, key.subject(), ""),
                new AlertKey(AlertRule.APPROVAL_WANTED, key.subject(), ""));
    }
}
