package io.caretaker.web.page;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.util.List;

/// What keeps pages as they are now: parts of them, as things change.
public final class LivePages {
    private final Daemon daemon;
    private final Templates templates;
    private final LiveFrame live;
    private final OverviewVoice overview;

    public LivePages(Daemon daemon, LiveFrame live, Fleet fleet, Templates templates) {
        this.daemon = daemon;
        this.templates = templates;
        this.live = live;
        this.overview = new OverviewVoice(fleet, templates);
    }

    public List<Route> routes() {
        return List.of(
                Route.page(
                        Method.GET,
                        "/live/overview",
                        Access.VIEWER,
                        request -> live.answer(request, overview)),
                Route.page(
                        Method.GET,
                        "/live/frame",
                        Access.VIEWER,
                        request -> live.answer(request, new LiveFrame.Still())),
                Route.page(
                        Method.GET, "/live/services/{service_id}", Access.VIEWER, this::service));
    }

    private Answer service(Request request) {
        String id = request.parameter("service_id");
        ServiceId known =
                daemon.caretaker().inventory().services().stream()
                        .map(each -> each.id())
                        .filter(each -> each.value().equals(id))
                        .findFirst()
                        .orElseThrow(
                                () -> new Refusal(404, "there is no service '" + id + "'", ""));
        return live.answer(request, new ServiceVoice(known, daemon, templates));
    }
}
