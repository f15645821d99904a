package io.caretaker.web.page;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.status.Status;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Says changes to browsers that show services: an event `beats` with a line for each result, and
/// an event `parts` with the elements that are other ones now. There is one for all browsers.
final class OverviewVoice implements Voice {
    private final Fleet fleet;
    private final Templates templates;

    OverviewVoice(Fleet fleet, Templates templates) {
        this.fleet = fleet;
        this.templates = templates;
    }

    @Override
    public List<LiveEvent> say(Batch batch) {
        if (batch.inventory() != null) {
            fleet.forgetOthers();
            return List.of(LiveEvent.RELOAD);
        }
        var events = new ArrayList<LiveEvent>();
        if (!batch.results().isEmpty()) {
            events.add(beats(batch.results()));
        }
        if (batch.urgent()) {
            events.add(new LiveEvent("parts", parts(batch)));
        }
        return events;
    }

    /// `service_id letter response_time`, each on a line of its own.
    static LiveEvent beats(List<Batch.Observed> results) {
        var text = new StringBuilder();
        for (Batch.Observed each : results) {
            CheckResult result = each.result();
            text.append(each.service().value())
                    .append(' ')
                    .append(HeartbeatBar.letter(Status.of(result.reply().outcome())))
                    .append(' ')
                    .append(Amounts.response(result.took()))
                    .append('\n');
        }
        return new LiveEvent("beats", text.toString());
    }

    private String parts(Batch batch) {
        OverviewPage page = fleet.fresh();
        Set<ServiceId> changed = new HashSet<>(batch.health().keySet());
        batch.results().stream()
                .filter(Batch.Observed::changed)
                .forEach(each -> changed.add(each.service()));
        var html = new StringBuilder();
        html.append(templates.text("part/headline", Map.of("page", page)));
        html.append(templates.text("part/attention", Map.of("page", page, "csrf", "")));
        for (FleetService service : fleet.services()) {
            if (changed.contains(service.id())) {
                html.append(fleet.html(service));
            }
        }
        return html.toString();
    }
}
