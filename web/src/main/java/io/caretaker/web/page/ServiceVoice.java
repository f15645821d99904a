package io.caretaker.web.page;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.Daemon;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says changes to browsers that show one service.
record ServiceVoice(ServiceId id, Daemon daemon, Templates templates) implements Voice {
    @Override
    public List<LiveEvent> say(Batch batch) {
        if (batch.inventory() != null || concerns(batch)) {
            return List.of(LiveEvent.RELOAD);
        }
        List<Batch.Observed> own =
                batch.results().stream().filter(each -> each.service().equals(id)).toList();
        if (own.isEmpty()) {
            return List.of();
        }
        var events = new ArrayList<LiveEvent>();
        events.add(OverviewVoice.beats(own));
        String head = head();
        if (head != null) {
            events.add(new LiveEvent("parts", head));
        }
        return events;
    }

    /// Whether more than its state may be another one.
    private boolean concerns(Batch batch) {
        return batch.results().stream()
                        .anyMatch(each -> each.service().equals(id) && each.changed())
                || batch.approvals().stream().anyMatch(each -> each.service().equals(id))
                || batch.alerts().stream()
                        .anyMatch(each ->
                                each.key().subject().service().filter(id::equals).isPresent());
    }

    private @Nullable String head() {
        var inventory = daemon.caretaker().inventory();
        return inventory
                .service(id)
                .map(service ->
                        ServiceHead.of(
                                service,
                                daemon.caretaker().state(id),
                                inventory,
                                daemon.clock().instant()))
                .map(head -> templates.text("part/servicestate", Map.of("head", head)))
                .orElse(null);
    }
}
