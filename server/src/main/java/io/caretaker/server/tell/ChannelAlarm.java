package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.DeliveryRules;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.SendReply;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.inventory.Severity;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says that a channel does not deliver, that it does again, and that a message was given up. Used
/// by one thread.
final class ChannelAlarm {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");

    /// What is said about channels themselves: losing that is not told in turn, or two channels
    /// that refuse everything would tell of each other for ever.
    private static final Set<AlertRule> OF_CHANNELS =
            EnumSet.of(AlertRule.CHANNEL_FAILING, AlertRule.MESSAGE_LOST);

    private final String channel;
    private final AlertKey failing;
    private final Notifier desk;
    private int failedInARow;

    ChannelAlarm(String channel, Notifier desk) {
        this.channel = channel;
        this.failing = new AlertKey(AlertRule.CHANNEL_FAILING, Subject.channel(channel), "");
        this.desk = desk;
    }

    /// @param after the delivery as it is after the attempt
    /// @param waiting messages that wait for the channel
    void heard(SendReply reply, Delivery after, int waiting, Instant now) {
        log(reply, after);
        failedInARow =
                switch (reply) {
                    case SendReply.Later _, SendReply.ChannelRefused _ -> failedInARow + 1;
                    case SendReply.Delivered _, SendReply.Partly _ -> 0;
                    case SendReply.MessageRefused _ -> failedInARow;
                };
        switch (reply) {
            case SendReply.Delivered _ -> works(now);
            case SendReply.Partly _ -> fails("does not reach everybody", reply.detail(), now);
            case SendReply.MessageRefused _ -> {}
            case SendReply.ChannelRefused _, SendReply.Later _ -> {
                if (DeliveryRules.failing(failedInARow, reply)) {
                    String queue = waiting == 1 ? "1 message waits" : waiting + " messages wait";
                    fails("does not deliver", reply.detail() + "; " + queue, now);
                }
            }
        }
        if (after.state() == Delivery.State.DEAD) {
            lost(after, now);
        }
    }

    private void log(SendReply reply, Delivery after) {
        var line = reply instanceof SendReply.Delivered ? LOG.atInfo() : LOG.atWarn();
        line.addKeyValue("channel", channel)
                .addKeyValue("message", after.id())
                .addKeyValue("attempt", after.attempts())
                .addKeyValue("detail", reply.detail())
                .log(
                        switch (after.state()) {
                            case SENT -> "told people";
                            case WAITING -> "could not tell people yet";
                            case DEAD -> "a message was given up";
                        });
    }

    private void works(Instant now) {
        desk.clear(Notice.cleared(now, failing, "channel " + channel + " delivers again", ""));
    }

    private void fails(String what, String detail, Instant now) {
        if (desk.firing(failing)) {
            return;
        }
        desk.tell(
                Notice.raised(
                        now, failing, Severity.HIGH, "channel " + channel + " " + what, detail));
    }

    private void lost(Delivery dead, Instant now) {
        Message message = dead.message();
        boolean ofChannels =
                message.lines().stream()
                        .map(MessageLine::key)
                        .allMatch(key -> OF_CHANNELS.contains(key.rule()));
        if (ofChannels) {
            return;
        }
        desk.tell(
                Notice.noted(
                        now,
                        new AlertKey(
                                AlertRule.MESSAGE_LOST, Subject.channel(channel), message.id()),
                        Severity.HIGH,
                        "channel " + channel + " was not told: " + message.title(),
                        "given up after "
                                + (dead.attempts() == 1
                                        ? "1 attempt"
                                        : dead.attempts() + " attempts")
                                + ": "
                                + dead.detail()));
    }
}
