package io.caretaker.web.api;

import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Numbers of a service over time, for charts.
public final class SeriesApi {
    private static final int USUAL_POINTS = 200;
    private static final int MOST_POINTS = 2000;
    private static final Duration USUAL_WINDOW = Duration.ofDays(1);
    private static final Duration LONGEST_WINDOW = Duration.ofDays(800);

    private final Histories histories;
    private final Supplier<Inventory> inventory;
    private final InstantSource clock;

    public SeriesApi(Histories histories, Supplier<Inventory> inventory, InstantSource clock) {
        this.histories = histories;
        this.inventory = inventory;
        this.clock = clock;
    }

    public List<Route> routes() {
        Schema numbers = Schema.listOf(Schema.number());
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/services/{service_id}/series",
                        Access.VIEWER,
                        Operation.of("getSeries", "services", "A number of a service over time")
                                .path("service_id", "")
                                .query(
                                        "metric",
                                        Schema.string(),
                                        "response_time_ms, or a metric of its checks, such as"
                                                + " connections")
                                .query("from", Schema.instant(), "a day before to")
                                .query("to", Schema.instant(), "now")
                                .query("points", Schema.integer(), "at most so many; 200")
                                .answers(
                                        Schema.object("Series")
                                                .field("service_id", Schema.string(), "")
                                                .field("metric", Schema.string(), "")
                                                .field("unit", Schema.string(), "may be empty")
                                                .field("from", Schema.integer(), "epoch seconds")
                                                .field("to", Schema.integer(), "epoch seconds")
                                                .field("step_sec", Schema.seconds(), "")
                                                .field("at", numbers, "begins of steps with values")
                                                .field("min", numbers, "")
                                                .field("mean", numbers, "")
                                                .field("max", numbers, "")),
                        this::series));
    }

    private Answer series(Request request) {
        String id = request.parameter("service_id");
        Service service =
                inventory.get().services().stream()
                        .filter(each -> each.id().value().equals(id))
                        .findFirst()
                        .orElseThrow(() ->
                                new Problem(
                                        ProblemCode.NOT_FOUND,
                                        "there is no service '" + id + "'",
                                        ""));
        String metric = request.query("metric").orElse(Histories.RESPONSE_TIME);
        Instant to = instant(request, "to", clock.instant());
        Instant from = instant(request, "from", to.minus(USUAL_WINDOW));
        Duration window = Duration.between(from, to);
        if (!window.isPositive() || window.compareTo(LONGEST_WINDOW) > 0) {
            throw new Problem(
                    ProblemCode.INVALID, "from must be before to, by at most 800 days", "");
        }
        int points = request.number("points", USUAL_POINTS, 2, MOST_POINTS);
        Series series = histories.series(service.id(), metric, from, to, points);
        return Answer.json(document(id, metric, series));
    }

    private static Instant instant(Request request, String name, Instant usual) {
        Instant said = Query.instant(request, name);
        return said == null ? usual : said;
    }

    private static Map<String, @Nullable Object> document(String id, String metric, Series series) {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("service_id", id);
        document.put("metric", metric);
        document.put("unit", unit(metric));
        document.put("from", series.from().getEpochSecond());
        document.put("to", series.to().getEpochSecond());
        document.put("step_sec", series.step().toMillis() / 1e3);
        document.put("at", numbers(series, each -> each.at().getEpochSecond()));
        document.put("min", numbers(series, each -> rounded(each.least())));
        document.put("mean", numbers(series, each -> rounded(each.mean())));
        document.put("max", numbers(series, each -> rounded(each.most())));
        return document;
    }

    private static List<Number> numbers(Series series, Function<Series.Point, Number> value) {
        return series.points().stream().map(value).toList();
    }

    private static double rounded(double value) {
        return Math.abs(value) < 1e12 ? Math.rint(value * 1000) / 1000 : value;
    }

    /// The unit that a metric's name ends with.
    static String unit(String metric) {
        if (metric.endsWith("_ms")) {
            return "ms";
        }
        if (metric.endsWith("_bytes")) {
            return "bytes";
        }
        if (metric.endsWith("_seconds") || metric.endsWith("_sec")) {
            return "s";
        }
        boolean share =
                metric.endsWith("_percent")
                        || metric.endsWith("_ratio")
                        || metric.endsWith("_usage");
        return share ? "%" : "";
    }
}
