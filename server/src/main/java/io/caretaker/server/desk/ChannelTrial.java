package io.caretaker.server.desk;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How sending a test message through a channel went.
///
/// @param result `delivered`, `partly`, `later`, `channel_refused` or `message_refused`
/// @param detail what the receiver said, or what is wrong; one line
public record ChannelTrial(
        String channel, String kind, String target, String result, String detail, Duration took) {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DELIVERED = "delivered";

    public boolean ok() {
        return result.equals(DELIVERED);
    }

    /// Sends the message, which takes a minute at most. What goes wrong is told.
    public static ChannelTrial of(Channel channel, Message message, Ticker ticker)
            throws InterruptedException {
        long began = ticker.nanos();
        SendReply reply = channel.send(message, Deadline.after(LIMIT, ticker));
        return new ChannelTrial(
                channel.name(),
                channel.kind().word(),
                channel.target(),
                word(reply),
                OneLine.of(reply.detail()),
                Duration.ofNanos(ticker.nanos() - began));
    }

    /// Of a channel that could not even be made.
    public static ChannelTrial unmade(String channel, String kind, String why) {
        return new ChannelTrial(
                channel,
                kind,
                "",
                word(new SendReply.ChannelRefused(why)),
                OneLine.of(why),
                Duration.ZERO);
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

    /// As a document.
    public Map<String, @Nullable Object> document() {
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
