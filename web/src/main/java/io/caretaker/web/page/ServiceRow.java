package io.caretaker.web.page;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.status.ServiceState;
import io.caretaker.server.watch.RecentResults;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One service in a list. Pure.
///
/// @param host the name of its host
/// @param note why it is not well, in a few words; empty when it is
/// @param uptime of the last 30 days
/// @param response of the newest result; a dash without one
/// @param since since when it is as it is; null when that is not known
public record ServiceRow(
        String id,
        String label,
        String type,
        String hostId,
        String host,
        StateWords state,
        String note,
        HeartbeatBar bar,
        String uptime,
        String response,
        @Nullable When since) {

    public static ServiceRow of(
            FleetService service,
            @Nullable Host host,
            List<RecentResults.Result> recent,
            Instant now) {
        ServiceState state = service.view().state();
        StateWords words = StateWords.of(state, service.watched());
        return new ServiceRow(
                service.id().value(),
                service.label(),
                service.type(),
                service.host().value(),
                host == null ? service.host().value() : host.hostname(),
                words,
                words.problem() ? state.message() : "",
                HeartbeatBar.of(recent),
                Amounts.percent(service.uptimePercent()),
                recent.isEmpty() ? "–" : Amounts.response(recent.getLast().response()),
                When.ofNullable(service.since(), now));
    }
}
