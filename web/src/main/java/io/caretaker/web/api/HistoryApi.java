package io.caretaker.web.api;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.HistoryStore;
import io.caretaker.core.document.HistoryDocument;
import io.caretaker.core.document.RollupDocument;
import io.caretaker.core.document.UptimeDocument;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.Named;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What was found and done, and for how much of the time services were up.
public final class HistoryApi {
    private static final int MOST_DAYS = 3650;
    private static final int MOST_HOURS = 24 * 400;
    private static final Duration USUAL_ROLLUPS = Duration.ofDays(7);
    private static final Duration MOST_ROLLUPS = Duration.ofDays(MOST_DAYS);
    private static final Schema ROWS = Schema.listOf(InventoryShapes.HISTORY);

    private final Desks desks;

    public HistoryApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}/history",
                        Access.VIEWER,
                        stretch(
                                Page.described(
                                                ofService(
                                                        "getServiceHistory",
                                                        "Results of checks and recoveries, newest first"))
                                        .answers(ROWS)),
                        this::ofService),
                new Route(
                        Method.GET,
                        "/api/v1/hosts/{host_id}/history",
                        Access.VIEWER,
                        stretch(
                                Page.described(
                                                Operation.of(
                                                                "getHostHistory",
                                                                "history",
                                                                "The results of all services of a"
                                                                        + " host, newest first")
                                                        .path("host_id", "its id"))
                                        .answers(ROWS)),
                        this::ofHost),
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}/uptime",
                        Access.VIEWER,
                        ofService("getUptime", "How much of the time a service was up")
                                .query(
                                        "days",
                                        Schema.integer().with("default", 30),
                                        "of so many days, 1 to " + MOST_DAYS)
                                .answers(
                                        Schema.object("Uptime")
                                                .field("service_id", Shapes.TEXT, "")
                                                .field("days", Schema.integer(), "")
                                                .field(
                                                        "uptime_percentage",
                                                        Shapes.NUMBER_OR_NULL,
                                                        "never rounded up; null when nothing is"
                                                                + " known")),
                        this::uptime),
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}/rollups",
                        Access.VIEWER,
                        stretch(
                                ofService("getRollups", "A service hour by hour, oldest first")
                                        .answers(Schema.listOf(InventoryShapes.ROLLUP))),
                        this::rollups),
                new Route(
                        Method.GET,
                        "/api/v1/failures",
                        Access.VIEWER,
                        Operation.of("getFailures", "history", "Failures of all services")
                                .query(
                                        "hours",
                                        Schema.integer().with("default", 24),
                                        "since so many hours")
                                .query("limit", Schema.integer(), "at most so many, up to 10000")
                                .answers(ROWS),
                        this::failures));
    }

    private static Operation ofService(String id, String summary) {
        return Operation.of(id, "history", summary)
                .path("service_id", "its id, display name or unit");
    }

    private static Operation stretch(Operation operation) {
        return operation
                .query("from", Schema.instant(), "from then on")
                .query("to", Schema.instant(), "before then");
    }

    /// Reads rows before an instant, newest first.
    @FunctionalInterface
    private interface Rows {
        List<HistoryEntry> before(Instant end, int limit);
    }

    private HistoryStore history() {
        return desks.daemon().store().history();
    }

    private Answer ofService(Request request) {
        ServiceId id = desks.service(request).id();
        return page(request, (end, limit) -> history().recent(id, end, limit));
    }

    private Answer ofHost(Request request) {
        HostId id = Named.host(desks.seen(), request.parameter("host_id"));
        return page(request, (end, limit) -> history().recent(id, end, limit));
    }

    /// The cursor is the millisecond of the last row, and how many rows of it were shown.
    private Answer page(Request request, Rows rows) {
        int limit = Page.limit(request);
        Instant from = Query.instant(request, "from");
        Instant to = Query.instant(request, "to");
        Place at = Page.cursor(request).map(Place::of).orElse(null);
        int shown = at == null ? 0 : at.shown();
        Instant end = at == null ? (to == null ? Instant.MAX : to) : at.end();
        List<HistoryEntry> found =
                rows.before(end, limit + shown + 1).stream()
                        .skip(shown)
                        .filter(row -> from == null || !row.timestamp().isBefore(from))
                        .toList();
        List<HistoryEntry> page = found.subList(0, Math.min(limit, found.size()));
        Answer.Whole answer = Answer.json(page.stream().map(this::document).toList());
        return found.size() > limit
                ? Page.linked(answer, request, Place.behind(page, at).text())
                : answer;
    }

    /// Where a page has ended.
    ///
    /// @param millis of the last row
    /// @param shown how many rows of it were shown
    private record Place(long millis, int shown) {
        static Place of(String text) {
            if (!text.matches("[0-9]{1,15} [0-9]{1,6}")) {
                throw Page.strange();
            }
            int space = text.indexOf(' ');
            int shown = Integer.parseInt(text.substring(space + 1));
            return new Place(Long.parseLong(text.substring(0, space)), Math.min(shown, Page.MOST));
        }

        static Place behind(List<HistoryEntry> page, @Nullable Place before) {
            long last = page.getLast().timestamp().toEpochMilli();
            long same = page.stream().filter(row -> row.timestamp().toEpochMilli() == last).count();
            boolean goesOn = before != null && before.millis == last;
            return new Place(last, (int) same + (goesOn && before != null ? before.shown : 0));
        }

        Instant end() {
            return Instant.ofEpochMilli(millis + 1);
        }

        String text() {
            return millis + " " + shown;
        }
    }

    private Map<String, @Nullable Object> document(HistoryEntry row) {
        return HistoryDocument.of(row, desks.daemon().tools().retention());
    }

    private Answer uptime(Request request) {
        Service service = desks.service(request);
        int days = request.number("days", 30, 1, MOST_DAYS);
        Instant since = desks.daemon().clock().instant().minus(Duration.ofDays(days));
        return Answer.json(
                UptimeDocument.of(service.id(), days, history().uptimes(since).get(service.id())));
    }

    private Answer rollups(Request request) {
        Service service = desks.service(request);
        Instant to = Query.instant(request, "to");
        Instant end = to == null ? desks.daemon().clock().instant() : to;
        Instant from = Query.instant(request, "from");
        Instant begin = from == null ? end.minus(USUAL_ROLLUPS) : from;
        if (Duration.between(begin, end).compareTo(MOST_ROLLUPS) > 0) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "from must be at most " + MOST_DAYS + " days before to",
                    "");
        }
        return Answer.json(
                history().rollups(service.id(), begin, end).stream()
                        .map(RollupDocument::of)
                        .toList());
    }

    private Answer failures(Request request) {
        int hours = request.number("hours", 24, 1, MOST_HOURS);
        Instant since = desks.daemon().clock().instant().minus(Duration.ofHours(hours));
        return Answer.json(
                history().failures(since, Page.limit(request)).stream()
                        .map(this::document)
                        .toList());
    }
}
