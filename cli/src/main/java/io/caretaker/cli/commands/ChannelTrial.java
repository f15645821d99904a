package io.caretaker.cli.commands;

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
/// @param result `delivered`, `later`, `channel_refused` or `message_refused`
/// @param detail what the receiver said, or what is wrong
record ChannelTrial(
        String channel, String kind, String target, String result, String detail, Duration took) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DELIVERED = "delivered";

    boolean ok() {
        return result.equals(DELIVERED);
    }

    static ChannelTrial of(Channel channel, Message message) throws InterruptedException {
        long began = System.nanoTime();
        SendReply reply = reply(channel, message);
        return new ChannelTrial(
                channel.name(),
                channel.kind().word(),
                channel.target(),
                word(reply),
                Texts.line(reply.detail()),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static SendReply reply(Channel channel, Message message) throws InterruptedException {
        try {
            return channel.send(message, Deadline.after(LIMIT, System::nanoTime));
        } catch (Problem problem) {
            return new SendReply.ChannelRefused(problem.message());
        }
    }

    private static String word(SendReply reply) {
        return switch (reply) {
            case SendReply.Delivered _ -> DELIVERED;
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
