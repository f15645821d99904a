package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Json;
import io.caretaker.channels.MessageJson;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.secret.SecretReference;
import io.caretaker.core.secret.SecretSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// JSON to an address. A message that comes twice has the same `X-Caretaker-Delivery`.
public final class WebhookChannel implements Channel {
    private final ChannelSettings.Webhook settings;
    private final HttpSender sender;
    private final SecretSource secrets;
    private final InstantSource clock;
    private final Rendering rendering;

    public WebhookChannel(
            ChannelSettings.Webhook settings,
            Rendering rendering,
            HttpSender sender,
            SecretSource secrets,
            InstantSource clock) {
        this.settings = settings;
        this.sender = sender;
        this.secrets = secrets;
        this.clock = clock;
        this.rendering = rendering;
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
        return Addresses.target(settings.url());
    }

    @Override
    public SendReply send(Message message, Deadline deadline) throws InterruptedException {
        String body = Json.write(body(message));
        var headers = new HashMap<>(settings.headers());
        headers.put("X-Caretaker-Delivery", message.id());
        List<String> hidden = new ArrayList<>(settings.headers().values());
        try {
            SecretReference reference = settings.signing();
            if (reference != null) {
                String key = signingKey(reference);
                hidden.add(key);
                headers.put("X-Caretaker-Signature", Signature.header(key, clock.instant(), body));
            }
        } catch (Problem e) {
            return new SendReply.ChannelRefused(e.message());
        }
        HttpCall call = HttpCall.json(settings.url(), headers, body, hidden);
        return HttpReplies.judge(sender.send(call, deadline));
    }

    @Override
    public String preview(Message message) {
        return Json.pretty(body(message));
    }

    private Map<String, ?> body(Message message) {
        return switch (settings.payload()) {
            case CARETAKER -> MessageJson.of(message, rendering);
            case ALERTMANAGER -> AlertmanagerPayload.webhook(message);
        };
    }

    private String signingKey(SecretReference reference) {
        String key = secrets.resolve(reference).reveal();
        if (key.isEmpty()) {
            throw new Problem(
                    ProblemCode.CONFIGURATION,
                    "the key of the signature is empty",
                    "give it at least 16 characters that nobody can guess");
        }
        return key;
    }
}
