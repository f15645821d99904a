package io.caretaker.web.page;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Histories;
import io.caretaker.web.api.Series;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page of one service.
public final class Services {
    static final Map<String, Duration> RANGES = ranges();

    private static final String USUAL_RANGE = "24 h";
    private static final int ROWS = 25;
    private static final int MOST_PAGES = 100;
    private static final int POINTS = 60;

    private final Daemon daemon;
    private final ServicePicture picture;
    private final Frames frames;

    public Services(Daemon daemon, ServicePicture picture, Frames frames) {
        this.daemon = daemon;
        this.picture = picture;
        this.frames = frames;
    }

    private static Map<String, Duration> ranges() {
        var ranges = new LinkedHashMap<String, Duration>();
        ranges.put("1 h", Duration.ofHours(1));
        ranges.put(USUAL_RANGE, Duration.ofHours(24));
        ranges.put("7 d", Duration.ofDays(7));
        ranges.put("30 d", Duration.ofDays(30));
        return ranges;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/services/{service_id}", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        Service service = service(request.parameter("service_id"));
        String range = request.query("range").filter(RANGES::containsKey).orElse(USUAL_RANGE);
        int page = request.number("page", 1, 1, MOST_PAGES);
        ServicePage shown = picture.of(service, kept(service.id(), range, page), range, page);
        return frames.page("service", service.label(), null, request, shown);
    }

    private Service service(String id) {
        return daemon.caretaker().inventory().services().stream()
                .filter(each -> each.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                404,
                                "there is no service '" + id + "'",
                                "it may have been removed; the overview lists all"));
    }

    /// What only the store knows.
    private Kept kept(ServiceId id, String range, int page) {
        Instant now = daemon.clock().instant();
        try {
            HistoryStore history = daemon.store().history();
            List<HistoryEntry> rows = history.recent(id, page * ROWS + 1);
            int first = Math.min((page - 1) * ROWS, rows.size());
            int last = Math.min(page * ROWS, rows.size());
            Duration window = RANGES.getOrDefault(range, Duration.ofHours(24));
            return new Kept(
                    rows.subList(first, last),
                    rows.size() > page * ROWS,
                    history.rollups(id, now.minus(Duration.ofDays(30)), now.plusSeconds(1)),
                    new Histories(history)
                            .series(id, Histories.RESPONSE_TIME, now.minus(window), now, POINTS),
                    daemon.store().audit().recent(id.value(), ROWS).stream()
                            .map(each -> each.entry())
                            .toList(),
                    "");
        } catch (Problem problem) {
            return Kept.nothing(new Series(now, now, Duration.ZERO, List.of()), problem.message());
        }
    }

    /// What only the store knows of a service.
    record Kept(
            List<HistoryEntry> rows,
            boolean more,
            List<HistoryStore.HourlyRollup> hours,
            Series responses,
            List<io.caretaker.core.audit.AuditEntry> audit,
            String away) {
        static Kept nothing(Series responses, String away) {
            return new Kept(List.of(), false, List.of(), responses, new ArrayList<>(), away);
        }
    }
}
