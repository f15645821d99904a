package io.caretaker.web;

import io.caretaker.web.access.Entrance;
import io.caretaker.web.api.Descriptions;
import io.caretaker.web.api.StatusApi;
import io.caretaker.web.http.Delivery;
import io.caretaker.web.http.Front;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Router;
import io.caretaker.web.http.Traffic;
import io.caretaker.web.page.Files;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Login;
import io.caretaker.web.page.Overview;
import io.caretaker.web.page.Templates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Everything that the daemon answers over HTTP, put together. Thread-safe.
public final class Face implements AutoCloseable {
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(20);

    private final Traffic traffic = new Traffic();
    private final Entrance entrance;
    private final Delivery delivery;
    private final WebServer server;

    private Face(Daemon daemon, WebSettings settings) {
        var files = new Files();
        var frames = new Frames(daemon, files, new Templates());
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

        var routes = new ArrayList<Route>();
        routes.addAll(new StatusApi(daemon).routes());
        routes.add(Descriptions.route(routes, daemon.version()));
        routes.addAll(files.routes());
        routes.addAll(login.routes());
        routes.addAll(new Overview(daemon, frames).routes());

        var front =
                new Front(
                        new Router(routes),
                        entrance.gate(),
                        login::error,
                        delivery,
                        traffic,
                        daemon.ticker());
        this.server = WebServer.start(settings.listen(), front);
    }

    /// Serves the daemon from now on.
    ///
    /// @throws io.caretaker.core.problem.Problem `LOCKED` when an address is taken
    public static Face serve(Daemon daemon, WebSettings settings) {
        return new Face(daemon, settings);
    }

    /// Where it is served, as addresses for a browser.
    public List<String> addresses() {
        return server.addresses().stream()
                .map(each ->
                        "http://"
                                + new ListenAddress(
                                        each.getAddress().getHostAddress(), each.getPort())
                                + "/")
                .toList();
    }

    @Override
    public void close() {
        server.close();
        delivery.close();
        entrance.close();
    }
}
