package io.caretaker.web.page;

import io.caretaker.core.overview.EnvironmentGroup;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.overview.Overview;
import io.caretaker.web.Daemon;
import io.caretaker.web.Present;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.AnswerHeader;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A page that everybody may see without a token. It is made once in five seconds at most, however
/// many ask. Thread-safe.
public final class PublicStatus {
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    /// The machines themselves are nobody's business.
    private static final String HOST = "host";

    private final Daemon daemon;
    private final Present present;
    private final Templates templates;
    private final Files files;
    private Answer.@Nullable Whole newest;
    private long madeAt;

    public PublicStatus(Daemon daemon, Present present, Templates templates, Files files) {
        this.daemon = daemon;
        this.present = present;
        this.templates = templates;
        this.files = files;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/status-page", Access.OPEN, this::answer));
    }

    private synchronized Answer answer(Request request) {
        long now = daemon.ticker().nanos();
        Answer.Whole known = newest;
        if (known == null || now - madeAt > GOOD_FOR.toNanos()) {
            Map<String, Object> values =
                    Map.of(
                            "page",
                            page(present.overview(), daemon.clock().instant()),
                            "style",
                            files.address("caretaker.css"),
                            "theme",
                            files.address("theme.js"),
                            "script",
                            files.address("caretaker.js"),
                            "icon",
                            files.address("icon.svg"));
            known = Answer.html(templates.text("status", values)).tagged();
            newest = known;
            madeAt = now;
        }
        return known.with(AnswerHeader.CACHE_CONTROL, "public, max-age=5");
    }

    private StatusPage page(Overview overview, Instant now) {
        var environments = new ArrayList<StatusPage.Environment>();
        for (EnvironmentGroup group : overview.fleet()) {
            environments.add(
                    new StatusPage.Environment(
                            group.environment(),
                            group.regions().stream()
                                    .flatMap(region -> region.services().stream())
                                    .filter(each -> each.watched() && !each.type().equals(HOST))
                                    .map(this::line)
                                    .sorted(Comparator.comparing(StatusPage.Line::label))
                                    .toList()));
        }
        List<StatusPage.Line> all =
                environments.stream().flatMap(each -> each.services().stream()).toList();
        return new StatusPage(headline(all), look(all), environments, When.of(now, now));
    }

    private StatusPage.Line line(FleetService service) {
        return new StatusPage.Line(
                service.label(),
                StateWords.of(service.view().state(), true),
                Amounts.percent(service.uptimePercent()),
                HeartbeatBar.of(daemon.caretaker().recent().of(service.id())));
    }

    private static String headline(List<StatusPage.Line> all) {
        long bad = all.stream().filter(each -> each.state().look().equals("bad")).count();
        if (bad > 0) {
            return bad == 1 ? "1 service is down" : bad + " services are down";
        }
        long doubt = all.stream().filter(each -> each.state().look().equals("doubt")).count();
        return doubt > 0
                ? doubt == 1
                        ? "1 service is not quite well"
                        : doubt + " services are not quite well"
                : "Everything works";
    }

    private static String look(List<StatusPage.Line> all) {
        return all.stream().anyMatch(each -> each.state().look().equals("bad"))
                ? "is-bad"
                : all.stream().anyMatch(each -> each.state().look().equals("doubt"))
                        ? "is-doubt"
                        : "is-good";
    }
}
