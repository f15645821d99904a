package io.caretaker.server.tell;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.check.Deadline;
import io.caretaker.core.check.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends by a channel without trusting it to keep its deadline: one that hangs is left behind, and
/// not asked again before it has come back. Used by one thread.
final class SendAttempt {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");

    private final Duration limit;
    private final Duration grace;
    private final Ticker ticker;
    private @Nullable Thread leftBehind;

    /// @param limit of one attempt
    /// @param grace how much later a channel may come back before it is left behind
    SendAttempt(Duration limit, Duration grace, Ticker ticker) {
        this.limit = limit;
        this.grace = grace;
        this.ticker = ticker;
    }

    SendReply send(Channel channel, Message message) throws InterruptedException {
        Thread former = leftBehind;
        if (former != null && former.isAlive()) {
            return new SendReply.Later("the attempt before still hangs", null);
        }
        var reply = new AtomicReference<@Nullable SendReply>();
        Thread thread =
                Thread.ofVirtual()
                        .name("send-" + channel.name())
                        .start(() -> reply.set(sent(channel, message)));
        try {
            thread.join(limit.plus(grace));
        } catch (InterruptedException e) {
            thread.interrupt();
            throw e;
        }
        SendReply made = reply.get();
        if (made != null) {
            return made;
        }
        thread.interrupt();
        leftBehind = thread;
        return new SendReply.Later("no answer within " + limit.toSeconds() + " s", null);
    }

    private @Nullable SendReply sent(Channel channel, Message message) {
        try {
            return channel.send(message, Deadline.after(limit, ticker));
        } catch (InterruptedException e) {
            return null;
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("channel", channel.name())
                    .log("a channel met a defect");
            return new SendReply.Later("a defect: " + e.getClass().getSimpleName(), null);
        }
    }
}
