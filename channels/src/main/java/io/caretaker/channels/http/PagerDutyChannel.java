package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Json;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.secret.SecretSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// PagerDuty by the Events API v2. What is sent again is recognised by its `dedup_key`.
public final class PagerDutyChannel implements Channel {
    private final ChannelSettings.PagerDuty settings;
    private final ChannelSettings.Address address;
    private final HttpSender sender;
    private final SecretSource secrets;
    private final PagerDutyEvents events;

    public PagerDutyChannel(
            ChannelSettings.PagerDuty settings,
            Rendering rendering,
            HttpSender sender,
            SecretSource secrets) {
        this.settings = settings;
        this.address = new ChannelSettings.Address(settings.url(), null);
        this.sender = sender;
        this.secrets = secrets;
        this.events = new PagerDutyEvents(rendering, settings.templates().title() != null);
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
        return Addresses.target(address);
    }

    /// Stops at the first event that is to be tried later; goes on after one that is refused, so
    /// that it does not take others with it.
    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        List<Map<String, Object>> all = events.of(message);
        if (all.isEmpty()) {
            return new SendReply.Delivered("nothing to say: other alerts of the incident go on");
        }
        String key;
        try {
            key = secrets.resolve(settings.routingKey()).reveal().strip();
        } catch (Problem e) {
            return new SendReply.ChannelRefused(e.message());
        }
        SendReply whole = new SendReply.Delivered("");
        for (Map<String, Object> event : all) {
            SendReply reply = send(event, key, deadline);
            if (reply instanceof SendReply.Later || reply instanceof SendReply.ChannelRefused) {
                return reply;
            }
            whole = whole instanceof SendReply.MessageRefused ? whole : reply;
        }
        return whole;
    }

    @Override
    public String preview(Message message) {
        return events.of(message).stream()
                .map(event -> Json.pretty(with("***", event)))
                .collect(Collectors.joining("\n"));
    }

    private SendReply send(Map<String, Object> event, String key, Deadline deadline)
            throws InterruptedException {
        String body = Json.write(with(key, event));
        HttpAnswer answer =
                sender.send(HttpCall.json(address, Map.of(), body, List.of(key)), deadline);
        if (answer instanceof HttpAnswer.Answered said && aboutTheKey(said)) {
            return new SendReply.ChannelRefused(said.text());
        }
        return HttpReplies.judge(answer);
    }

    private static boolean aboutTheKey(HttpAnswer.Answered said) {
        String body = said.body().toLowerCase(Locale.ROOT).replace('_', ' ');
        return said.status() == 400 && body.contains("routing key");
    }

    private static Map<String, Object> with(String key, Map<String, Object> event) {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("routing_key", key);
        whole.putAll(event);
        return whole;
    }
}
