package io.caretaker.cli.watch;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.audit.AuditLog.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What happened: problems that began and ended, and what people did. Pure.
public final class Events {
    private static final String CARETAKER = "caretaker";

    private Events() {}

    /// The newest last.
    ///
    /// @param most at most so many
    public static List<Event> of(List<Alert> alerts, List<AuditRecord> audit, int most) {
        var events = new ArrayList<Event>();
        alerts.forEach(alert -> alert(alert, events));
        audit.stream()
                .map(AuditRecord::entry)
                .filter(each -> !each.actor().equals(CARETAKER))
                .map(each -> new Event(each.at(), words(each), !each.success()))
                .forEach(events::add);
        events.sort(Comparator.comparing(Event::at));
        return events.subList(Math.max(0, events.size() - most), events.size());
    }

    private static void alert(Alert alert, List<Event> events) {
        if (alert.event()) {
            boolean bad = alert.key().rule() == AlertRule.RECOVERY_FAILED;
            events.add(new Event(alert.since(), alert.title(), bad));
            return;
        }
        events.add(new Event(alert.beginnings().getLast(), alert.title(), true));
        Instant ended = alert.endedAt();
        if (ended != null) {
            String ending = alert.ending().isEmpty() ? alert.title() : alert.ending();
            events.add(new Event(ended, "over: " + ending, false));
        }
    }

    private static String words(AuditEntry entry) {
        return entry.actor()
                + ": "
                + entry.action()
                + (entry.target().isEmpty() ? "" : " " + entry.target())
                + (entry.success() ? "" : " failed")
                + (entry.message().isEmpty() ? "" : ", " + entry.message());
    }
}
