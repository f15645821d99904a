package io.caretaker.web.page;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.List;

/// The first page: what is wrong, and the fleet.
public final class Overview {
    private final Fleet fleet;
    private final Frames frames;

    public Overview(Fleet fleet, Frames frames) {
        this.fleet = fleet;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        OverviewPage page = fleet.page(FleetFilter.of(request));
        if (request.partial()) {
            return frames.part("part/fleet", page);
        }
        return frames.page("overview", "Overview", Section.OVERVIEW, request, page);
    }
}
