package io.caretaker.web.api;

import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.document.AlertCountsDocument;
import io.caretaker.core.document.FleetDocument;
import io.caretaker.core.document.StatusDocument;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import io.caretaker.server.tell.AlertFigures;
import io.caretaker.server.tell.AlertFigures.ChannelFigures;
import io.caretaker.server.tell.AlertLoop;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How everything is, from memory.
public final class StatusApi {
    private static final Schema SUMMARY = summary();
    private static final Schema SERVICES = Schema.listOf(InventoryShapes.SERVICE);

    private final Desks desks;

    public StatusApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/status",
                        Access.VIEWER,
                        Operation.of("getStatus", "status", "How everything is")
                                .answers(
                                        Schema.object("Status")
                                                .field(
                                                        "hosts",
                                                        Schema.listOf(InventoryShapes.HOST),
                                                        "")
                                                .field("services", SERVICES, "")
                                                .field("summary", SUMMARY, "")
                                                .field("alerts", AlertShapes.COUNTS, "")),
                        this::status),
                new Route(
                        Method.GET,
                        "/api/v1/summary",
                        Access.VIEWER,
                        Operation.of("getSummary", "status", "The fleet in numbers")
                                .answers(SUMMARY),
                        this::summary),
                new Route(
                        Method.GET,
                        "/api/v1/attention",
                        Access.VIEWER,
                        Operation.of("getAttention", "status", "What needs attention")
                                .answers(
                                        Schema.object("Attention")
                                                .field("down_services", SERVICES, "")
                                                .field(
                                                        "high_failure_rate",
                                                        SERVICES,
                                                        "three or more checks in a row have failed")
                                                .field(
                                                        "stale_checks",
                                                        SERVICES,
                                                        "not looked at for long")
                                                .field("alerts", AlertShapes.COUNTS, "")),
                        this::attention));
    }

    private static Schema summary() {
        Schema counts = Schema.mapOf(Schema.integer());
        Schema summary =
                Schema.object("Summary")
                        .field("total_hosts", Schema.integer(), "")
                        .field("active_hosts", Schema.integer(), "")
                        .field("total_services", Schema.integer(), "");
        for (Status status : Status.values()) {
            summary =
                    summary.field(
                            status.name().toLowerCase(Locale.ROOT) + "_services",
                            Schema.integer(),
                            "");
        }
        return summary.field("by_environment", counts, "")
                .field("by_region", counts, "")
                .field("by_service_type", counts, "");
    }

    private Answer status(Request request) {
        Inventory inventory = desks.seen();
        Map<ServiceId, ServiceState> states =
                desks.board().states().stream()
                        .collect(Collectors.toMap(ServiceState::id, Function.identity()));
        return Answer.json(StatusDocument.of(inventory, states, alerts()));
    }

    private Answer summary(Request request) {
        return desks.moment()
                .answer("summary", () -> Answer.json(FleetDocument.of(desks.listings().summary())));
    }

    private Answer attention(Request request) {
        var document =
                new LinkedHashMap<String, @Nullable Object>(
                        FleetDocument.of(
                                desks.listings().attention(desks.daemon().clock().instant())));
        document.put("alerts", AlertCountsDocument.of(alerts()));
        return Answer.json(document);
    }

    private AlertCounts alerts() {
        AlertLoop loop = desks.daemon().caretaker().alerts();
        AlertFigures figures = loop.figures();
        Collection<ChannelFigures> channels = loop.channels().values();
        return new AlertCounts(
                channels.size(),
                figures.firing().values().stream().mapToLong(Long::longValue).sum(),
                figures.acknowledged(),
                figures.muted(),
                channels.stream().mapToLong(ChannelFigures::waiting).sum(),
                channels.stream().mapToLong(ChannelFigures::dead).sum());
    }
}
