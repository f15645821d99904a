package io.caretaker.web.api;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Message;
import io.caretaker.core.audit.AuditEntry;
import io.caretaker.core.document.DeliveryDocument;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.server.desk.AlertQuestions.HistoryFilter;
import io.caretaker.server.desk.ChannelTrial;
import io.caretaker.server.desk.TestMessages;
import io.caretaker.server.tell.AlertingSetup;
import io.caretaker.web.Daemon;
import io.caretaker.web.http.Access;
import io.caretaker.web.http.Answer;
import io.caretaker.web.http.Method;
import io.caretaker.web.http.Operation;
import io.caretaker.web.http.Request;
import io.caretaker.web.http.Route;
import io.caretaker.web.http.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What was sent to people, and by which ways.
public final class ChannelsApi {
    private final Desks desks;

    public ChannelsApi(Desks desks) {
        this.desks = desks;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/deliveries",
                        Access.VIEWER,
                        Page.counted(
                                        Operation.of(
                                                        "listDeliveries",
                                                        "alerts",
                                                        "What was sent to whom, newest first")
                                                .query(
                                                        "since",
                                                        Shapes.LENGTH,
                                                        "how far back; without it a week, of one"
                                                                + " alert for ever")
                                                .query("channel", Shapes.TEXT, "to this channel")
                                                .query("alert", Shapes.TEXT, "about this alert")
                                                .query(
                                                        "result",
                                                        Shapes.words(Delivery.State.values()),
                                                        "only what is so"))
                                .answers(Schema.listOf(AlertShapes.DELIVERY)),
                        this::deliveries),
                new Route(
                        Method.POST,
                        "/api/v1/channels/test",
                        Access.OPERATOR,
                        Operation.of("testChannels", "alerts", "Send a test message")
                                .described("To all channels when none is named; waits for each.")
                                .mayTake(
                                        Schema.object("ChannelTestInput")
                                                .optional(
                                                        "channels",
                                                        Shapes.TEXTS,
                                                        "names of channels, their types, or on-call"
                                                                + " schedules"))
                                .answers(Schema.listOf(AlertShapes.TRIAL)),
                        this::test));
    }

    private AlertingSetup setup() {
        return desks.daemon().caretaker().alerts().setup();
    }

    private Answer deliveries(Request request) {
        var filter =
                new HistoryFilter(
                        Query.duration(request, "since"),
                        request.query("channel").orElse(null),
                        request.query("alert").orElse(null),
                        Query.word(request, "result", Delivery.State.values()),
                        Page.MOST);
        List<Delivery> found =
                desks.questions().history(filter, setup().policy().channels().keySet());
        return Page.of(request, found, Delivery::id, false, DeliveryDocument::of);
    }

    private Answer test(Request request) throws InterruptedException {
        List<String> names = Body.read(request, fields -> fields.texts("channels"));
        Daemon daemon = desks.daemon();
        Instant now = daemon.clock().instant();
        AlertingSetup setup = setup();
        if (setup.channels().isEmpty()) {
            throw new Problem(
                    ProblemCode.INVALID,
                    "no channel is configured",
                    "write one under alerting.channels of caretaker.yaml");
        }
        Set<String> wanted = TestMessages.wanted(setup.policy(), names, now);
        var messages = new TestMessages(desks.seen(), null, now);
        List<ChannelTrial> trials =
                tried(
                        setup.channels().stream()
                                .filter(each -> wanted.contains(each.name()))
                                .toList(),
                        messages,
                        Desks.actor(request));
        for (ChannelTrial trial : trials) {
            daemon.store()
                    .audit()
                    .append(
                            AuditEntry.of(
                                    daemon.clock().instant(),
                                    Desks.actor(request),
                                    "alert.test",
                                    trial.channel(),
                                    trial.ok(),
                                    trial.detail()));
        }
        return Answer.json(trials.stream().map(ChannelTrial::document).toList());
    }

    private List<ChannelTrial> tried(List<Channel> channels, TestMessages messages, String actor)
            throws InterruptedException {
        Daemon daemon = desks.daemon();
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<ChannelTrial>>();
            for (Channel channel : channels) {
                Message message = messages.test(channel.name(), actor, daemon.node());
                running.add(each.submit(() -> ChannelTrial.of(channel, message, daemon.ticker())));
            }
            var trials = new ArrayList<ChannelTrial>();
            for (Future<ChannelTrial> future : running) {
                trials.add(future.get());
            }
            return trials;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
