package io.caretaker.cli.config;

import io.caretaker.core.alert.ChannelKind;
import io.caretaker.core.document.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which keys a channel of each kind has.
final class ChannelKeys {
    private static final List<String> ALL =
            List.of(
                    "type",
                    "min_severity",
                    "events",
                    "resolved",
                    "repeat_interval_sec",
                    "burst",
                    "pace_sec",
                    "quiet_hours",
                    "template");
    private static final List<String> HTTP = List.of("url", "timeout_sec", "proxy", "ca_file");
    private static final List<String> LOGIN = List.of("bearer", "user", "password");

    private ChannelKeys() {}

    static Set<String> of(ChannelKind kind) {
        var keys = new LinkedHashSet<>(ALL);
        keys.addAll(own(kind));
        return keys;
    }

    private static List<String> own(ChannelKind kind) {
        return switch (kind) {
            case EMAIL ->
                    List.of(
                            "host",
                            "port",
                            "security",
                            "user",
                            "password",
                            "ca_file",
                            "timeout_sec",
                            "from",
                            "to",
                            "reply_to");
            case SLACK -> HTTP;
            case PAGERDUTY -> joined(HTTP, List.of("routing_key"));
            case WEBHOOK ->
                    joined(joined(HTTP, LOGIN), List.of("payload", "headers", "signing_key"));
            case ALERTMANAGER -> joined(joined(HTTP, LOGIN), List.of("urls"));
            case SYSLOG -> List.of("to", "facility", "ca_file");
            case COMMAND -> List.of("command", "timeout_sec");
        };
    }

    private static List<String> joined(List<String> one, List<String> other) {
        var all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    /// Notes a problem for each key that only channels of other kinds have. What no channel has is
    /// an unknown key as everywhere.
    static void refuseOthers(Fields channel, ChannelKind kind) {
        Set<String> allowed = of(kind);
        for (ChannelKind other : ChannelKind.values()) {
            for (String key : of(other)) {
                if (!allowed.contains(key) && channel.has(key) && first(key, other)) {
                    channel.problem(
                            key,
                            "is no key of a channel of type " + kind.word(),
                            "it belongs to " + owners(key));
                }
            }
        }
    }

    /// Lets no key count as unknown that a channel of some kind has.
    static void knowAll(Fields channel) {
        for (ChannelKind kind : ChannelKind.values()) {
            of(kind).forEach(channel::has);
        }
    }

    private static boolean first(String key, ChannelKind kind) {
        return Arrays.stream(ChannelKind.values())
                .filter(each -> of(each).contains(key))
                .findFirst()
                .filter(kind::equals)
                .isPresent();
    }

    private static String owners(String key) {
        return String.join(
                ", ",
                Arrays.stream(ChannelKind.values())
                        .filter(each -> of(each).contains(key))
                        .map(ChannelKind::word)
                        .toList());
    }
}
