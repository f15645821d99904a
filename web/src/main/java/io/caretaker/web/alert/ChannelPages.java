package io.caretaker.web.alert;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.AlertQuestions.HistoryFilter;
import io.caretaker.server.desk.ChannelTrial;
import io.caretaker.server.desk.TestMessages;
import io.caretaker.web.Daemon;
import io.caretaker.web.api.Desks;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.page.Flash;
import io.caretaker.web.page.Frames;
import io.caretaker.web.page.Section;
import java.time.Instant;
import java.util.List;

/// The channels, trying them, and what was sent.
public final class ChannelPages {
    private static final String PATH = "/alerts/channels";
    private static final int SENT = 100;

    private final Daemon daemon;
    private final Desks desks;
    private final Frames frames;

    public ChannelPages(Desks desks, Frames frames) {
        this.daemon = desks.daemon();
        this.desks = desks;
        this.frames = frames;
    }

    public List<Route> routes() {
        return List.of(
                Route.page(Method.GET, PATH, Access.VIEWER, this::list),
                Route.page(Method.POST, PATH + "/{name}/test", Access.OPERATOR, this::test));
    }

    private List<Channel> channels() {
        return daemon.caretaker().alerts().setup().channels();
    }

    private Answer list(Request request) {
        Instant now = daemon.clock().instant();
        List<String> names = channels().stream().map(Channel::name).toList();
        var page =
                new ChannelsPage(
                        channels().stream()
                                .map(each ->
                                        new ChannelsPage.Line(
                                                each.name(), each.kind().word(), each.target()))
                                .toList(),
                        desks
                                .questions()
                                .history(new HistoryFilter(null, null, null, null, SENT), names)
                                .stream()
                                .map(each -> Deliveries.line(each, now))
                                .toList());
        return frames.page("alert/channels", "Channels", Section.ALERTS, request, page);
    }

    private Answer test(Request request) throws InterruptedException {
        String name = request.parameter("name");
        Channel channel =
                channels().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new Problem(
                                        ProblemCode.NOT_FOUND,
                                        "channel '" + name + "' does not exist",
                                        ""));
        var messages = new TestMessages(Inventory.EMPTY, null, daemon.clock().instant());
        ChannelTrial trial =
                ChannelTrial.of(
                        channel,
                        messages.test(name, request.caller().actor(), daemon.node()),
                        daemon.ticker());
        return Flash.to(
                PATH,
                request,
                trial.ok()
                        ? "The test message through " + name + " was delivered."
                        : "The test message through "
                                + name
                                + " was not delivered: "
                                + trial.detail()
                                + ".");
    }
}
