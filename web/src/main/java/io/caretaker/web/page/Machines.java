package io.caretaker.web.page;

import io.caretaker.core.alert.Subject;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.overview.FleetService;
import io.caretaker.core.problem.Problem;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Refusal;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The page of one host.
public final class Machines {
    private static final String USUAL_RANGE = "24 h";
    private static final int LOOKED_THROUGH = 500;
    private static final int TROUBLES = 15;
    private static final List<String> CHARTED =
            List.of("cpu_usage", "memory_usage", "disk_usage", "load_1");

    private final Daemon daemon;
    private final Fleet fleet;
    private final Frames frames;

    public Machines(Daemon daemon, Fleet fleet, Frames frames) {
        this.daemon = daemon;
        this.fleet = fleet;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(Route.page(Method.GET, "/hosts/{host_id}", Access.VIEWER, this::page));
    }

    private Answer page(Request request) {
        Host host = host(request.parameter("host_id"));
        String range =
                request.query("range").filter(Services.RANGES::containsKey).orElse(USUAL_RANGE);
        return frames.page("host", host.hostname(), null, request, picture(host, range));
    }

    private Host host(String id) {
        return daemon.caretaker().inventory().hosts().stream()
                .filter(each -> each.id().value().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(
                                404,
                                "there is no host '" + id + "'",
                                "it may have been removed; the overview lists all services"));
    }

    private HostPage picture(Host host, String range) {
        Instant now = daemon.clock().instant();
        String silent = daemon.caretaker().hosts().silent(host.id());
        List<FleetService> services =
                fleet.services().stream().filter(each -> each.host().equals(host.id())).toList();
        return new HostPage(
                host.id().value(),
                host.hostname(),
                look(host, silent),
                status(host),
                silent == null
                        ? "It answers, as far as is known."
                        : Sentences.capital(silent) + ".",
                facts(host, now),
                range,
                List.copyOf(Services.RANGES.keySet()),
                charts(host, range, now),
                Amounts.count(services.size(), "service"),
                services.stream().map(fleet::html).toList(),
                alerts(host, now),
                troubles(host, now));
    }

    private List<HostPage.Trouble> troubles(Host host, Instant now) {
        try {
            return StateChanges.of(daemon.store().history().recent(host.id(), LOOKED_THROUGH))
                    .stream()
                    .limit(TROUBLES)
                    .map(row -> trouble(row, now))
                    .toList();
        } catch (Problem _) {
            return List.of();
        }
    }

    private HostPage.Trouble trouble(HistoryEntry row, Instant now) {
        String label =
                daemon.caretaker()
                        .inventory()
                        .service(row.serviceId())
                        .map(Service::label)
                        .orElse(row.serviceId().value());
        return new HostPage.Trouble(row.serviceId().value(), label, ServicePicture.line(row, now));
    }

    private static String look(Host host, @Nullable String silent) {
        if (host.status() != HostStatus.ACTIVE) {
            return "is-calm";
        }
        return silent == null ? "is-good" : "is-bad";
    }

    private static String status(Host host) {
        return switch (host.status()) {
            case ACTIVE -> "Active";
            case MAINTENANCE -> "In maintenance: watched, not healed";
            case DECOMMISSIONED -> "Out of service: not watched";
        };
    }

    private List<HostPage.Fact> facts(Host host, Instant now) {
        var facts = new ArrayList<HostPage.Fact>();
        facts.add(new HostPage.Fact("Address", host.address()));
        facts.add(
                new HostPage.Fact(
                        "Place",
                        host.placement().environment() + ", " + host.placement().region()));
        facts.add(new HostPage.Fact("Reached", way(host)));
        Instant seen = daemon.caretaker().hosts().seen().getOrDefault(host.id(), host.lastSeen());
        if (seen != null) {
            facts.add(new HostPage.Fact("Last seen", When.of(seen, now).relative()));
        }
        add(facts, "System", host.metadata().os());
        add(facts, "Purpose", host.metadata().purpose());
        add(facts, "Tags", String.join(", ", host.metadata().tags()));
        return facts;
    }

    private static void add(List<HostPage.Fact> facts, String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.add(new HostPage.Fact(name, value));
        }
    }

    private static String way(Host host) {
        if (host.local()) {
            return "this machine, without SSH";
        }
        SshConfig ssh = host.ssh();
        String way = "SSH as " + ssh.user() + ", port " + ssh.port();
        return ssh.jumps().isEmpty() ? way : way + ", through " + String.join(", ", ssh.jumps());
    }

    private List<HostPage.Chart> charts(Host host, String range, Instant now) {
        Service measured =
                daemon.caretaker().inventory().servicesOf(host.id()).stream()
                        .filter(each -> each.check() instanceof CheckSpec.HostFacts)
                        .findFirst()
                        .orElse(null);
        if (measured == null) {
            return List.of();
        }
        Duration window = Services.RANGES.getOrDefault(range, Duration.ofDays(1));
        Metrics newest = newest(measured);
        return CHARTED.stream()
                .filter(metric -> newest.get(metric) != null)
                .map(metric -> chart(measured, metric, newest, now.minus(window), now))
                .toList();
    }

    private Metrics newest(Service measured) {
        try {
            return daemon.store().history().recent(measured.id(), 5).stream()
                    .map(HistoryEntry::metrics)
                    .filter(each -> !each.values().isEmpty())
                    .findFirst()
                    .orElse(Metrics.NONE);
        } catch (Problem _) {
            return Metrics.NONE;
        }
    }

    private static HostPage.Chart chart(
            Service measured, String metric, Metrics newest, Instant from, Instant to) {
        Double value = newest.get(metric);
        String words = Sentences.capital(MetricNames.words(metric));
        return new HostPage.Chart(
                words,
                ServicePicture.chart(measured.id(), from, to)
                        + "&metric="
                        + URLEncoder.encode(metric, StandardCharsets.UTF_8),
                "Newest: " + MetricNames.amount(metric, value == null ? 0 : value) + ".");
    }

    private List<ServicePage.AlertLine> alerts(Host host, Instant now) {
        return daemon.caretaker().alerts().now().firing().stream()
                .filter(each -> each.key().subject().equals(Subject.of(host.id())))
                .map(each ->
                        new ServicePage.AlertLine(
                                each.id(),
                                each.title(),
                                Sentences.capital(each.text()),
                                When.of(each.since(), now)))
                .toList();
    }
}
