package io.caretaker.server.tell;

import io.caretaker.core.alert.Channel;
import io.caretaker.core.alert.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The senders of all channels, none of which waits for another. Used by one thread, but for
/// [#waiting(String)], [#figures()] and [#wake()].
final class Senders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("alerts");
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    private final Sender.Office office;
    private volatile Map<String, Sender> byChannel = Map.of();

    Senders(Sender.Office office) {
        this.office = office;
    }

    /// Takes other channels. Those that stay go on with what waits for them; what waits for those
    /// that are gone is given up.
    void use(List<Channel> channels) {
        var next = new LinkedHashMap<String, Sender>();
        for (Channel channel : channels) {
            Sender known = byChannel.get(channel.name());
            if (known == null) {
                known = new Sender(channel, office);
                known.start();
            } else {
                known.use(channel);
            }
            next.put(channel.name(), known);
        }
        Map<String, Sender> gone = new HashMap<>(byChannel);
        gone.keySet().removeAll(next.keySet());
        byChannel = Map.copyOf(next);
        gone.values().forEach(Sender::close);
        gone.forEach(this::remove);
    }

    private void remove(String channel, Sender sender) {
        try {
            sender.end(LONGEST_STOP);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        giveUp(channel, sender.left());
    }

    /// Takes deliveries over, in their order; those of channels that are not there are given up.
    void add(List<Delivery> deliveries) {
        deliveries.stream()
                .collect(
                        Collectors.groupingBy(
                                Delivery::channel, LinkedHashMap::new, Collectors.toList()))
                .forEach((channel, some) -> {
                    Sender sender = byChannel.get(channel);
                    if (sender == null) {
                        giveUp(channel, some);
                    } else {
                        sender.add(some);
                    }
                });
    }

    private void giveUp(String channel, List<Delivery> deliveries) {
        if (deliveries.isEmpty()) {
            return;
        }
        Instant now = office.clock().instant();
        var dead = new ArrayList<Delivery>();
        for (Delivery each : deliveries) {
            dead.add(
                    new Delivery(
                            each.message(),
                            Delivery.State.DEAD,
                            each.attempts(),
                            each.next(),
                            now,
                            Sender.REMOVED));
        }
        office.book().write(List.of(), dead);
        LOG.atWarn()
                .addKeyValue("channel", channel)
                .addKeyValue("messages", dead.size())
                .log("messages of a channel that is no longer there are given up");
    }

    /// Messages that wait for the channel.
    int waiting(String channel) {
        Sender sender = byChannel.get(channel);
        return sender == null ? 0 : sender.waiting();
    }

    /// How messages stand, by channel.
    Map<String, AlertFigures.ChannelFigures> figures() {
        var all = new TreeMap<String, AlertFigures.ChannelFigures>();
        byChannel.forEach((name, sender) -> all.put(name, sender.figures()));
        return all;
    }

    Set<String> channels() {
        return new HashSet<>(byChannel.keySet());
    }

    /// Looks at the time anew, as after it was set.
    void wake() {
        byChannel.values().forEach(Sender::wake);
    }

    /// Begins no other attempt, and waits shortly for those under way; what has not arrived then is
    /// sent by the next run.
    @Override
    public void close() {
        byChannel.values().forEach(Sender::close);
        long end = System.nanoTime() + LONGEST_STOP.toNanos();
        try {
            for (Sender each : byChannel.values()) {
                each.end(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
