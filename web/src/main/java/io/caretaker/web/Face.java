package io.caretaker.web;

import io.caretaker.core.problem.Problem;
import io.caretaker.web.access.Entrance;
import io.caretaker.web.access.TokenFile;
import io.caretaker.web.alert.AlertPages;
import io.caretaker.web.alert.ChannelPages;
import io.caretaker.web.alert.LiveAlerts;
import io.caretaker.web.alert.MutePages;
import io.caretaker.web.api.Descriptions;
import io.caretaker.web.api.Desks;
import io.caretaker.web.api.RestApi;
import io.caretaker.web.database.CleanupPages;
import io.caretaker.web.database.DatabasePages;
import io.caretaker.web.database.LiveDatabases;
import io.caretaker.web.database.LiveSessions;
import io.caretaker.web.database.SessionPages;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Delivery;
import io.caretaker.web.http.Front;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Router;
import io.caretaker.web.http.Traffic;
import io.caretaker.web.inventory.AddDatabase;
import io.caretaker.web.inventory.InventoryPages;
import io.caretaker.web.live.EventsApi;
import io.caretaker.web.live.LiveHub;
import io.caretaker.web.live.Marked;
import io.caretaker.web.live.StillAllowed;
import io.caretaker.web.live.Streams;
import io.caretaker.web.metrics.MetricsRoutes;
import io.caretaker.web.metrics.Readiness;
import io.caretaker.web.page.Actions;
import io.caretaker.web.page.ApiPage;
import io.caretaker.web.page.Approvals;
import io.caretaker.web.page.AuditPages;
import io.caretaker.web.page.Files;
import io.caretaker.web.page.Fleet;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.LiveFrame;
import io.caretaker.web.page.LivePages;
import io.caretaker.web.page.Login;
import io.caretaker.web.page.Machines;
import io.caretaker.web.page.Overview;
import io.caretaker.web.page.PublicStatus;
import io.caretaker.web.page.Rows;
import io.caretaker.web.page.ServicePicture;
import io.caretaker.web.page.Services;
import io.caretaker.web.page.SettingsPages;
import io.caretaker.web.page.Templates;
import io.caretaker.web.tls.Certificates;
import io.caretaker.web.tls.TlsFiles;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that the daemon answers over HTTP, put together. Thread-safe.
public final class Face implements AutoCloseable {
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(20);
    private static final Duration STREAM_BEAT = Duration.ofSeconds(15);

    private final Traffic traffic = new Traffic();
    private final Entrance entrance;
    private final @Nullable Certificates certificates;
    private final Delivery delivery;
    private final LiveHub hub;
    private final List<String> hosts;
    private final WebServer server;

    private Face(Daemon daemon, WebSettings settings) {
        this.hosts = settings.access().hosts();
        TlsFiles tls = settings.tls();
        this.certificates = tls == null ? null : new Certificates(tls);
        var files = new Files();
        var templates = new Templates();
        var frames = new Frames(daemon, files, templates);
        this.entrance =
                new Entrance(
                        daemon.state(),
                        settings.access(),
                        settings.listen().stream().map(ListenAddress::host).toList(),
                        () -> daemon.store().audit(),
                        daemon.clock(),
                        daemon.ticker());
        var login = new Login(entrance, frames);
        this.delivery = new Delivery(WRITE_LIMIT, daemon.ticker());

        this.hub = new LiveHub(daemon.caretaker(), daemon.clock(), daemon.ticker());
        var streams =
                new Streams(hub, StillAllowed.by(entrance.gate()), STREAM_BEAT, daemon.ticker());
        var live = new LiveFrame(daemon, streams, templates);
        var rows = new Rows(templates, daemon.caretaker().recent(), daemon.caretaker()::inventory);
        var present = new Present(daemon);
        var fleet = new Fleet(daemon, present, rows);

        Desks desks = Desks.of(daemon);

        var routes = new ArrayList<Route>();
        routes.addAll(RestApi.routes(desks));
        routes.addAll(new Readiness(daemon).routes());
        routes.addAll(
                new MetricsRoutes(
                                daemon,
                                traffic,
                                delivery::streams,
                                settings.openMetrics() ? Access.OPEN : Access.VIEWER)
                        .routes());
        routes.addAll(new EventsApi(streams, daemon.caretaker()::inventory).routes());
        routes.add(Descriptions.route(routes, daemon.version()));
        routes.addAll(files.routes());
        routes.addAll(login.routes());
        routes.addAll(new Overview(fleet, frames).routes());
        routes.addAll(
                new Services(daemon, new ServicePicture(daemon, desks.recovery()), frames)
                        .routes());
        routes.addAll(new Machines(daemon, fleet, frames).routes());
        routes.addAll(new Actions(desks.recovery(), desks.answers(), daemon.clock()).routes());
        routes.addAll(new LivePages(daemon, live, fleet, templates).routes());
        addPages(routes, desks, frames, live);
        routes.addAll(new LiveAlerts(desks, live).routes());
        routes.addAll(new LiveDatabases(desks, live).routes());
        routes.addAll(new LiveSessions(desks, live, hub).routes());
        if (settings.statusPage()) {
            routes.addAll(new PublicStatus(daemon, present, templates, files).routes());
        }

        var front =
                new Front(
                        new Router(routes.stream().map(each -> Marked.of(each, hub)).toList()),
                        entrance.gate(),
                        login::error,
                        delivery,
                        traffic,
                        daemon.ticker());
        try {
            this.server =
                    WebServer.start(
                            settings.listen(),
                            certificates == null ? null : certificates.context(),
                            front);
        } catch (Problem problem) {
            hub.close();
            closeParts();
            throw problem;
        }
    }

    /// The pages about databases, alerts, the inventory and caretaker itself.
    private static void addPages(List<Route> routes, Desks desks, Frames frames, LiveFrame live) {
        Daemon daemon = desks.daemon();
        routes.addAll(new DatabasePages(desks, frames).routes());
        routes.addAll(new SessionPages(desks, frames).routes());
        routes.addAll(new CleanupPages(desks, frames).routes());
        routes.addAll(new Approvals(desks, frames, live).routes());
        routes.addAll(new AlertPages(desks, frames).routes());
        routes.addAll(new MutePages(desks, frames).routes());
        routes.addAll(new ChannelPages(desks, frames).routes());
        routes.addAll(new AuditPages(daemon, frames).routes());
        routes.addAll(new InventoryPages(desks, frames).routes());
        routes.addAll(new AddDatabase(desks, frames).routes());
        routes.addAll(
                new SettingsPages(daemon, frames, new TokenFile(daemon.state())::read).routes());
        routes.add(ApiPage.route(routes, frames));
    }

    /// Serves the daemon from now on.
    ///
    /// @throws Problem `LOCKED` when an address is taken, another when the certificate is bad
    public static Face serve(Daemon daemon, WebSettings settings) {
        return new Face(daemon, settings);
    }

    /// Where it is served, as addresses for a browser.
    public List<String> addresses() {
        String scheme = certificates == null ? "http://" : "https://";
        return server.addresses().stream()
                .map(each ->
                        scheme + new ListenAddress(named(each.getAddress()), each.getPort()) + "/")
                .toList();
    }

    /// All addresses of this machine are none that a browser can ask.
    private String named(InetAddress address) {
        if (!address.isAnyLocalAddress()) {
            return address.getHostAddress();
        }
        return hosts.isEmpty() ? "localhost" : hosts.getFirst();
    }

    /// Takes over what can be changed without listening anew: who may pass, and the certificate.
    void use(WebSettings settings) {
        entrance.use(settings.access());
        TlsFiles tls = settings.tls();
        if (certificates != null && tls != null) {
            certificates.use(tls);
        }
    }

    @Override
    public void close() {
        hub.close();
        server.close();
        closeParts();
    }

    private void closeParts() {
        delivery.close();
        entrance.close();
        if (certificates != null) {
            certificates.close();
        }
    }
}
