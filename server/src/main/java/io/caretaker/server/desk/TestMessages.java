package io.caretaker.server.desk;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertPlace;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.Message;
import io.caretaker.core.alert.MessageLine;
import io.caretaker.core.alert.Said;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Messages to try channels with.
///
/// @param service whom they are about; null for caretaker itself, or for one that is made up
public record TestMessages(Inventory inventory, @Nullable Service service, Instant now) {
    private static final AlertPlace MADE_UP =
            new AlertPlace(
                    "svc_orders_postgresql",
                    "postgresql",
                    "host_db_001",
                    "production",
                    "eu-central",
                    "Orders",
                    List.of("orders"));

    /// That somebody tries the channel.
    public Message test(String channel, String actor, String node) {
        Subject subject = service == null ? Subject.channel(channel) : Subject.of(service.id());
        return message(
                channel,
                Said.EVENT,
                Severity.LOW,
                "This is a test of the channel " + channel,
                actor
                        + " tries the channel "
                        + channel
                        + " of caretaker on "
                        + node
                        + ". Nothing is wrong.",
                new AlertKey(AlertRule.TEST, subject, ""),
                AlertPlace.of(subject, inventory),
                now);
    }

    /// That a service is down, to see what people would read.
    public Message sample(String channel) {
        AlertPlace place =
                service == null ? MADE_UP : AlertPlace.of(Subject.of(service.id()), inventory);
        return message(
                channel,
                Said.FIRING,
                Severity.CRITICAL,
                place.label() + " is down",
                "connection refused; 3 retries failed, too",
                AlertKey.of(AlertRule.SERVICE_DOWN, new ServiceId(place.service())),
                place,
                now.minus(Duration.ofMinutes(2)));
    }

    private Message message(
            String channel,
            Said said,
            Severity severity,
            String title,
            String text,
            AlertKey key,
            AlertPlace place,
            Instant since) {
        String id = "n-" + UUID.randomUUID().toString().substring(0, 8);
        var line =
                new MessageLine(
                        "a-" + UUID.randomUUID().toString().substring(0, 8),
                        key,
                        said,
                        "",
                        severity,
                        title,
                        text,
                        since,
                        said == Said.EVENT ? now : null,
                        place,
                        List.of(),
                        0,
                        "",
                        id,
                        said == Said.FIRING ? 1 : 0);
        return new Message(id, channel, now, said, severity, title, List.of(line), 0);
    }

    /// The names of the channels that are meant: by their own names, their kinds, or schedules; all
    /// of them when nothing is named.
    ///
    /// @throws Problem `NOT_FOUND` when a name means none
    public static Set<String> wanted(AlertingPolicy policy, List<String> names, Instant now) {
        if (names.isEmpty()) {
            return policy.channels().keySet();
        }
        var wanted = new LinkedHashSet<String>();
        for (String name : names) {
            List<ChannelPolicy> meant = policy.named(name, now);
            if (meant.isEmpty()) {
                var known = new TreeSet<>(policy.channels().keySet());
                known.addAll(policy.onCall().keySet());
                throw new Problem(
                        ProblemCode.NOT_FOUND,
                        "channel '" + name + "' does not exist",
                        NearestWord.hint(name, known));
            }
            meant.forEach(each -> wanted.add(each.name()));
        }
        return wanted;
    }
}
