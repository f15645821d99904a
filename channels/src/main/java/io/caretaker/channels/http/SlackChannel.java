package io.caretaker.channels.http;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Json;
import io.caretaker.channels.Rendering;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;

/// Slack by an incoming webhook. It has no means to recognise a message that comes twice.
public final class SlackChannel implements Channel {
    private final ChannelSettings.Slack settings;
    private final HttpSender sender;
    private final SlackBody body;

    public SlackChannel(ChannelSettings.Slack settings, Rendering rendering, HttpSender sender) {
        this.settings = settings;
        this.sender = sender;
        this.body = new SlackBody(rendering, settings.templates().text() != null);
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
        HttpAnswer first = post(Json.write(body.blocks(message)), deadline);
        if (!SlackReplies.blocksRefused(first)) {
            return SlackReplies.judge(first);
        }
        SendReply second = SlackReplies.judge(post(Json.write(body.plain(message)), deadline));
        return second instanceof SendReply.Delivered(String detail)
                ? new SendReply.Delivered(
                        detail + "; as plain text, because the blocks were refused")
                : second;
    }

    @Override
    public String preview(Message message) {
        return Json.pretty(body.blocks(message));
    }

    private HttpAnswer post(String text, Deadline deadline) throws InterruptedException {
        return sender.send(HttpCall.json(settings.url(), text), deadline);
    }
}
