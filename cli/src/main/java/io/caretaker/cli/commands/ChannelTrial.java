package io.caretaker.cli.commands;

import io.caretaker.channels.ChannelSettings;
import io.caretaker.channels.Channels;
import io.caretaker.cli.render.Texts;
import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.problem.Problem;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How sending a test message through a channel went.
///
/// @param result `delivered`, `partly`, `later`, `channel_refused` or `message_refused`
/// @param detail what the receiver said, or what is wrong
record ChannelTrial(
        String channel, String kind, String target, String result, String detail, Duration took) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DELIVERED = "delivered";

    boolean ok() {
        return result.equals(DELIVERED);
    }

    /// Sends the message. What goes wrong is told, also when the channel cannot even be made.
    static ChannelTrial of(ChannelSettings settings, Channels channels, Message message)
            throws InterruptedException {
        long began = System.nanoTime();
        try {
            Channel channel = channels.of(settings);
            SendReply reply = channel.send(message, Deadline.after(LIMIT, System::nanoTime));
            return trial(settings, channel.target(), reply, began);
        } catch (Problem problem) {
            return trial(settings, "", new SendReply.ChannelRefused(problem.message()), began);
        }
    }

    private static ChannelTrial trial(
            ChannelSettings settings, String target, SendReply reply, long began) {
        return new ChannelTrial(
                settings.name(),
                settings.kind().word(),
                target,
                word(reply),
                Texts.line(reply.detail()),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static String word(SendReply reply) {
        return switch (reply) {
            case SendReply.Delivered _ -> DELIVERED;
            case SendReply.Partly _ -> "partly";
            case SendReply.Later _ -> "later";
            case SendReply.ChannelRefused _ -> "channel_refused";
            case SendReply.MessageRefused _ -> "message_refused";
        };
    }

    Map<String, @Nullable Object> document() {
        var document = new LinkedHashMap<String, @Nullable Object>();
        document.put("channel", channel);
        document.put("ok", ok());
        document.put("took_ms", took.toMillis());
        document.put("error", ok() ? null : detail);
        document.put("type", kind);
        document.put("target", target);
        document.put("result", result);
        document.put("detail", detail);
        return document;
    }
}
