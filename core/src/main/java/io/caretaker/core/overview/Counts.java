package io.caretaker.core.overview;

import io.caretaker.core.status.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Services in numbers.
///
/// @param byStatus the watched services by status; every status is there
/// @param unwatched those whose watching is off or whose host is out of service: their status is
///   not known and counts nowhere
public record Counts(Map<Status, Integer> byStatus, int unwatched) {
    public Counts {
        var all = new EnumMap<Status, Integer>(Status.class);
        for (Status each : Status.values()) {
            all.put(each, byStatus.getOrDefault(each, 0));
        }
        byStatus = Collections.unmodifiableMap(all);
    }

    static Counts of(List<FleetService> services) {
        var byStatus = new EnumMap<Status, Integer>(Status.class);
        int unwatched = 0;
        for (FleetService service : services) {
            if (service.watched()) {
                byStatus.merge(service.status(), 1, Integer::sum);
            } else {
                unwatched++;
            }
        }
        return new Counts(byStatus, unwatched);
    }

    static Counts sum(List<Counts> parts) {
        var byStatus = new EnumMap<Status, Integer>(Status.class);
        int unwatched = 0;
        for (Counts part : parts) {
            part.byStatus.forEach((status, count) -> byStatus.merge(status, count, Integer::sum));
            unwatched += part.unwatched;
        }
        return new Counts(byStatus, unwatched);
    }

    public int of(Status status) {
        return byStatus.getOrDefault(status, 0);
    }

    /// All that are watched.
    public int watched() {
        return byStatus.values().stream().mapToInt(Integer::intValue).sum();
    }

    /// Those that do their work, with or without a warning.
    public int up() {
        return of(Status.RUNNING) + of(Status.WARNING);
    }

    /// Those that are known not to do their work.
    public int down() {
        return of(Status.STOPPED) + of(Status.ERROR);
    }
}
