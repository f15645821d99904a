package io.caretaker.web.live;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.document.AlertDocument;
import io.caretaker.core.document.ApprovalDocument;
import io.caretaker.core.document.JsonText;
import io.caretaker.core.document.PauseDocument;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.recovery.Approval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events for programs, in JSON.
///
/// @param types only events of these
/// @param service only events about this service; null for all
record EventVoice(Set<EventType> types, @Nullable ServiceId service) implements Voice {
    EventVoice {
        types = Set.copyOf(types);
    }

    @Override
    public List<LiveEvent> say(Batch batch) {
        var events = new ArrayList<LiveEvent>();
        for (Batch.Observed each : batch.results()) {
            if (about(each.service())) {
                add(events, EventType.RESULT, EventDocuments.result(each.result()));
                if (each.changed()) {
                    add(events, EventType.SERVICE_STATE, EventDocuments.state(each));
                }
            }
        }
        batch.health().entrySet().stream()
                .filter(each -> about(each.getKey()))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(ServiceId::value)))
                .forEach(each ->
                        add(
                                events,
                                EventType.HEALTH,
                                EventDocuments.health(each.getKey(), each.getValue())));
        for (Alert each : batch.alerts()) {
            if (service == null || each.key().subject().equals(Subject.of(service))) {
                add(events, EventType.ALERT, AlertDocument.of(each));
            }
        }
        for (Approval each : batch.approvals()) {
            if (about(each.service())) {
                add(events, EventType.APPROVAL, ApprovalDocument.of(each));
            }
        }
        if (batch.pause() != null) {
            add(events, EventType.PAUSE, PauseDocument.of(batch.pause().pause()));
        }
        if (batch.inventory() != null) {
            add(events, EventType.INVENTORY, EventDocuments.inventory(batch.inventory()));
        }
        return events;
    }

    private boolean about(ServiceId id) {
        return service == null || service.equals(id);
    }

    private void add(
            List<LiveEvent> events, EventType type, Map<String, @Nullable Object> document) {
        if (types.contains(type)) {
            events.add(new LiveEvent(type.word(), JsonText.line(document).strip()));
        }
    }
}
