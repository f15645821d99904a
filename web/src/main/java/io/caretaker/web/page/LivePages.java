package io.caretaker.web.page;

import io.caretaker.web.http.Access;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Streams;
import java.util.List;

/// What keeps pages as they are now: parts of them, as things change.
public final class LivePages {
    private final Streams streams;
    private final OverviewVoice overview;

    public LivePages(Streams streams, Fleet fleet, Templates templates) {
        this.streams = streams;
        this.overview = new OverviewVoice(fleet, templates);
    }

    public List<Route> routes() {
        return List.of(
                Route.page(
                        Method.GET,
                        "/live/overview",
                        Access.VIEWER,
                        request -> streams.answer(request, Access.VIEWER, overview)));
    }
}
