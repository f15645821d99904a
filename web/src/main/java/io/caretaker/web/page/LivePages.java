package io.caretaker.web.page;

import io.caretaker.core.inventory.ServiceId;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.live.Voice;
import java.util.List;

/// What keeps pages as they are now: parts of them, as things change.
public final class LivePages {
    private final Daemon daemon;
    private final Templates templates;
    private final LiveFrame live;
    private final OverviewVoice overview;
    private final AuditVoice audit;

    public LivePages(Daemon daemon, LiveFrame live, Fleet fleet, Templates templates) {
        this.daemon = daemon;
        this.templates = templates;
        this.live = live;
        this.overview = new OverviewVoice(fleet, templates);
        this.audit = new AuditVoice(() -> daemon.store().audit());
    }

    public List<Route> routes() {
        return List.of(
                follow("/live/overview", overview),
                follow("/live/frame", new LiveFrame.Still()),
                follow("/live/mutes", Reread.MUTES),
                follow("/live/channels", Reread.CHANNELS),
                follow("/live/inventory", Reread.INVENTORY),
                follow("/live/audit", audit),
                Route.page(
                        Method.GET, "/live/services/{service_id}", Access.VIEWER, this::service));
    }

    private Route follow(String path, Voice voice) {
        return Route.page(Method.GET, path, Access.VIEWER, request -> live.answer(request, voice));
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
