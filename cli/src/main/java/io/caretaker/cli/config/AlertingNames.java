package io.caretaker.cli.config;

import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The names that may stand where somebody is to be told.
///
/// @param channels names of channels
/// @param kinds types of which there is a channel
/// @param schedules names of on-call schedules
/// @param policies names of escalation policies
record AlertingNames(
        Set<String> channels, Set<String> kinds, Set<String> schedules, Set<String> policies) {
    AlertingNames {
        channels = Set.copyOf(channels);
        kinds = Set.copyOf(kinds);
        schedules = Set.copyOf(schedules);
        policies = Set.copyOf(policies);
    }

    /// The names that a section `alerting` gives, also to what is wrong otherwise.
    static AlertingNames of(Fields alerting) {
        Map<?, ?> channels = below(alerting, "channels");
        var kinds = new TreeSet<String>();
        for (Object channel : channels.values()) {
            if (channel instanceof Map<?, ?> map && map.get("type") instanceof String type) {
                kinds.add(type.toLowerCase(Locale.ROOT));
            }
        }
        return new AlertingNames(
                names(channels),
                kinds,
                names(below(alerting, "on_call")),
                names(below(alerting, "escalation_policies")));
    }

    private static Map<?, ?> below(Fields alerting, String key) {
        return alerting.given().get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Set<String> names(Map<?, ?> objects) {
        return objects.keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /// Notes a problem for each name of a field that stands for nobody.
    void checkReceivers(Fields fields, String key, List<String> names) {
        var known = new TreeSet<>(channels);
        known.addAll(kinds);
        known.addAll(schedules);
        check(fields, key, names, known, "there is no channel, type of channel or schedule");
    }

    /// Notes a problem for each name of a field that is no channel.
    void checkChannels(Fields fields, String key, List<String> names) {
        check(fields, key, names, channels, "there is no channel");
    }

    private static void check(
            Fields fields,
            String key,
            List<String> names,
            Collection<String> known,
            String message) {
        for (int i = 0; i < names.size(); i++) {
            if (!known.contains(names.get(i))) {
                fields.problem(
                        key,
                        i,
                        message + " '" + names.get(i) + "'",
                        NearestWord.hint(names.get(i), new TreeSet<>(known)));
            }
        }
    }

    /// Notes a problem for an escalation policy that is not there.
    void checkPolicy(Fields fields, String key, String name) {
        if (!policies.contains(name)) {
            fields.problem(
                    key,
                    "there is no escalation policy '" + name + "'",
                    policies.isEmpty()
                            ? "write it under alerting.escalation_policies"
                            : NearestWord.hint(name, new TreeSet<>(policies)));
        }
    }

    /// Checks what a service, or the defaults of services, say. Without any channel nobody is told
    /// and the words of the inventory may mean something to another program.
    ///
    /// @param fields what has an `alerting` below it
    void checkService(Fields fields) {
        if (channels.isEmpty() || !(fields.given().get("alerting") instanceof Map<?, ?>)) {
            return;
        }
        Fields alerting = fields.object("alerting");
        checkReceivers(alerting, "channels", alerting.textsIfAny("channels"));
        if (alerting.isText("escalation_policy")) {
            String policy = alerting.text("escalation_policy");
            checkPolicy(alerting, "escalation_policy", policy);
        }
    }
}
