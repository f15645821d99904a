package io.caretaker.server.tell;

import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.ChannelLoad;
import io.caretaker.core.alert.ChannelPolicy;
import io.caretaker.core.alert.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/// When the last messages of each channel were made. Not thread-safe.
final class ChannelLoads {
    private static final int MOST = 1_000;

    private final Map<String, ArrayDeque<Instant>> recent = new HashMap<>();

    /// @param deliveries the oldest first
    void add(Collection<Delivery> deliveries) {
        for (Delivery each : deliveries) {
            ArrayDeque<Instant> times =
                    recent.computeIfAbsent(each.channel(), _ -> new ArrayDeque<>());
            times.addLast(each.message().at());
            if (times.size() > MOST) {
                times.removeFirst();
            }
        }
    }

    /// How far back messages count.
    static Duration window(AlertingPolicy policy) {
        return policy.channels().values().stream()
                .map(ChannelLoads::window)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static Duration window(ChannelPolicy channel) {
        return channel.pace().multipliedBy(channel.burst());
    }

    /// How busy the channels of the policy are.
    Map<String, ChannelLoad> of(AlertingPolicy policy, ToIntFunction<String> waiting, Instant now) {
        var loads = new HashMap<String, ChannelLoad>();
        policy.channels()
                .forEach((name, channel) -> {
                    ArrayDeque<Instant> times = recent.getOrDefault(name, new ArrayDeque<>());
                    Instant oldest = now.minus(window(channel));
                    while (!times.isEmpty() && times.getFirst().isBefore(oldest)) {
                        times.removeFirst();
                    }
                    loads.put(name, new ChannelLoad(waiting.applyAsInt(name), List.copyOf(times)));
                });
        return loads;
    }
}
