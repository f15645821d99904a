package io.caretaker.core.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything the configuration says of telling people.
///
/// @param groupWait how long a new alert waits for others that belong into the same message
/// @param repeat how often people are told again of what goes on unacknowledged
/// @param reopen how soon after its end an alert that begins again is the same one
/// @param giveUp how long a message is tried before it is given up
/// @param channels by name, in the order of the file
/// @param routes the first that fits decides; without any that fits, all channels are told
/// @param policies escalation policies by name
/// @param onCall schedules by name
/// @param rules what differs from usual
public record AlertingPolicy(
        Duration groupWait,
        Duration repeat,
        Duration reopen,
        Duration giveUp,
        Map<String, ChannelPolicy> channels,
        List<Route> routes,
        Map<String, EscalationPolicy> policies,
        Map<String, OnCall> onCall,
        Map<AlertRule, RulePolicy> rules) {
    public static final AlertingPolicy NONE =
            new AlertingPolicy(
                    Duration.ofSeconds(1),
                    Duration.ofHours(4),
                    Duration.ofMinutes(10),
                    Duration.ofDays(3),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Map.of());

    public AlertingPolicy {
        channels = Collections.unmodifiableMap(new LinkedHashMap<>(channels));
        routes = List.copyOf(routes);
        policies = Map.copyOf(policies);
        onCall = Map.copyOf(onCall);
        rules = Map.copyOf(rules);
    }

    /// The usual times, with these channels and nothing else.
    public static AlertingPolicy of(List<ChannelPolicy> channels) {
        var byName = new LinkedHashMap<String, ChannelPolicy>();
        channels.forEach(each -> byName.put(each.name(), each));
        return new AlertingPolicy(
                NONE.groupWait,
                NONE.repeat,
                NONE.reopen,
                NONE.giveUp,
                byName,
                List.of(),
                Map.of(),
                Map.of(),
                Map.of());
    }

    public RulePolicy rule(AlertRule rule) {
        return rules.getOrDefault(rule, RulePolicy.USUAL);
    }

    public Optional<ChannelPolicy> channel(String name) {
        return Optional.ofNullable(channels.get(name));
    }

    /// The channels that a name means: a channel, all channels of a kind (`email`), or whose turn a
    /// schedule says it is.
    public List<ChannelPolicy> named(String name, Instant now) {
        ChannelPolicy exact = channels.get(name);
        if (exact != null) {
            return List.of(exact);
        }
        OnCall schedule = onCall.get(name);
        if (schedule != null) {
            return channel(schedule.at(now)).stream().toList();
        }
        var found = new ArrayList<ChannelPolicy>();
        for (ChannelPolicy each : channels.values()) {
            if (each.kind().word().equals(name)) {
                found.add(each);
            }
        }
        return found;
    }
}
