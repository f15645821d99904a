package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Json;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/// Alertmanager by its API v2. All members of a cluster are told at the same time, as they do not
/// tell each other; one that has taken all is enough. An alert that comes twice is the same by its
/// labels.
public final class AlertmanagerChannel implements Channel {
    /// Of one request, about 250 kB.
    static final int MOST_ALERTS = 500;

    private static final String PATH = "/api/v2/alerts";

    private final ChannelSettings.Alertmanager settings;
    private final HttpSender sender;
    private final InstantSource clock;

    public AlertmanagerChannel(
            ChannelSettings.Alertmanager settings, HttpSender sender, InstantSource clock) {
        this.settings = settings;
        this.sender = sender;
        this.clock = clock;
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public ChannelKind kind() {
        return settings.kind();
    }

    @Override
    public String target() {
        return settings.urls().stream()
                .map(url -> Addresses.target(address(url)))
                .collect(Collectors.joining(", "));
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        List<String> bodies = bodies(message);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var members = new ArrayList<Future<SendReply>>();
            for (URI url : settings.urls()) {
                Callable<SendReply> task = () -> tell(url, bodies, deadline);
                members.add(threads.submit(task));
            }
            try {
                return MemberReplies.sum(results(members));
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    @Override
    public String preview(Message message) {
        return Json.pretty(AlertmanagerPayload.alerts(message, clock.instant()));
    }

    private List<String> bodies(Message message) {
        List<Map<String, Object>> alerts = AlertmanagerPayload.alerts(message, clock.instant());
        var bodies = new ArrayList<String>();
        for (int from = 0; from < alerts.size(); from += MOST_ALERTS) {
            int to = Math.min(alerts.size(), from + MOST_ALERTS);
            bodies.add(Json.write(alerts.subList(from, to)));
        }
        return bodies;
    }

    /// Tells one member, up to the first part that it does not take.
    private SendReply tell(URI url, List<String> bodies, Deadline deadline)
            throws InterruptedException {
        SendReply reply = new SendReply.Delivered("");
        for (String body : bodies) {
            reply = HttpReplies.judge(sender.send(HttpCall.json(address(url), body), deadline));
            if (!(reply instanceof SendReply.Delivered)) {
                return reply;
            }
        }
        return reply;
    }

    private static List<SendReply> results(List<Future<SendReply>> members)
            throws InterruptedException {
        var results = new ArrayList<SendReply>();
        for (Future<SendReply> member : members) {
            try {
                results.add(member.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("a member could not be told", e.getCause());
            }
        }
        return results;
    }

    /// The address may be that of the server or of the API.
    private static ChannelSettings.Address address(URI url) {
        String text = url.toString().replaceAll("/+$", "");
        URI whole = text.endsWith(PATH) ? url : URI.create(text + PATH);
        return new ChannelSettings.Address(whole, null);
    }
}
