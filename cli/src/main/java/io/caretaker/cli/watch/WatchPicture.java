package io.caretaker.cli.watch;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.Overview;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known at one moment.
///
/// @param at this machine's clock
/// @param sight the newest that was seen; null before the first
/// @param problem why the store does not answer now; null when it does
/// @param recent the newest results of the services that are shown, newest first
public record WatchPicture(
        Instant at,
        @Nullable Sight sight,
        @Nullable String problem,
        Map<ServiceId, List<HistoryEntry>> recent) {
    public WatchPicture {
        recent = Map.copyOf(recent);
    }

    /// Before anything was seen.
    static WatchPicture empty(Instant at) {
        return new WatchPicture(at, null, null, Map.of());
    }

    WatchPicture seen(Instant now, Sight newSight) {
        return new WatchPicture(now, newSight, null, recent);
    }

    WatchPicture failed(Instant now, String why) {
        return new WatchPicture(now, sight, why, recent);
    }

    WatchPicture with(Map<ServiceId, List<HistoryEntry>> newRecent) {
        return new WatchPicture(at, sight, problem, newRecent);
    }

    /// The newest overview; null before the first.
    @Nullable Overview overview() {
        return sight == null ? null : sight.overview();
    }

    List<HistoryEntry> recent(ServiceId service) {
        return recent.getOrDefault(service, List.of());
    }
}
