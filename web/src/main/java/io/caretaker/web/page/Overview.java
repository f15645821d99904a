package io.caretaker.web.page;

import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.List;

/// The first page.
public final class Overview {
    private final Daemon daemon;
    private final Frames frames;

    public Overview(Daemon daemon, Frames frames) {
        this.daemon = daemon;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        int services = daemon.caretaker().inventory().services().size();
        return frames.page(
                "overview",
                "Overview",
                Section.OVERVIEW,
                request,
                new OverviewPage(services + " services are watched"));
    }
}
