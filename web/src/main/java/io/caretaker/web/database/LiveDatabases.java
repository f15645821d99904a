package io.caretaker.web.database;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Batch;
import io.caretaker.web.live.LiveEvent;
import io.caretaker.web.live.Voice;
import io.caretaker.web.page.LiveFrame;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Keeps the list of databases and the health of each as they are now. Thread-safe.
public final class LiveDatabases {
    private final Found found;
    private final DatabaseLooks looks;
    private final LiveFrame live;

    public LiveDatabases(Desks desks, LiveFrame live) {
        this.found = new Found(desks);
        this.looks = new DatabaseLooks(desks);
        this.live = live;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(
                        Method.GET,
                        "/live/databases",
                        Access.VIEWER,
                        request -> live.answer(request, new OfList(this))),
                Route.page(Method.GET, "/live/databases/{name}", Access.VIEWER, this::health));
    }

    private Answer health(Request request) {
        ServiceId id = found.database(request).service().id();
        return live.answer(request, new OfOne(this, id, request.caller().admin()));
    }

    /// Says the cells of the databases that were looked at, and all when their order may differ.
    private record OfList(LiveDatabases pages) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (batch.inventory() != null) {
                return List.of(LiveEvent.RELOAD);
            }
            if (!batch.health().isEmpty()) {
                return List.of(
                        pages.live.parts(
                                List.of("database/headline", "database/cells"),
                                Map.of("page", pages.looks.list())));
            }
            Set<ServiceId> seen =
                    batch.results().stream()
                            .map(Batch.Observed::service)
                            .collect(Collectors.toUnmodifiableSet());
            return pages.looks.rows(seen).stream()
                    .map(row -> pages.live.parts(List.of("database/cell"), Map.of("row", row)))
                    .toList();
        }
    }

    private record OfOne(LiveDatabases pages, ServiceId id, boolean admin) implements Voice {
        @Override
        public List<LiveEvent> say(Batch batch) {
            if (batch.inventory() != null) {
                return List.of(LiveEvent.RELOAD);
            }
            if (!batch.results(id) && !batch.health().containsKey(id)) {
                return List.of();
            }
            HealthPage page = pages.looks.health(pages.found.database(id.value()), "", "");
            return List.of(
                    pages.live.parts(
                            List.of("database/state", "database/look"),
                            Map.of("page", page, "head", page.head(), "admin", admin)));
        }
    }
}
