package io.caretaker.cli.config;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.EscalationPolicy;
import io.caretaker.core.alert.Route;
import io.caretaker.core.document.Fields;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads the routes of alerts.
///
/// @param policies those that could be read, by name
record RouteReader(AlertingNames names, Map<String, EscalationPolicy> policies) {
    /// The rules that configuration can speak of.
    static final List<String> RULES =
            Arrays.stream(AlertRule.values())
                    .filter(each -> each != AlertRule.TEST)
                    .map(AlertRule::word)
                    .toList();

    /// The rule of that word; null when there is none.
    static @Nullable AlertRule rule(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return RULES.contains(lower) ? AlertRule.valueOf(lower.toUpperCase(Locale.ROOT)) : null;
    }

    List<Route> read(Fields alerting) {
        var routes = new ArrayList<Route>();
        List<Fields> all = alerting.objects("routes");
        for (int i = 0; i < all.size(); i++) {
            Fields route = all.get(i);
            AlertMatcher matcher = matcher(route.object("match"));
            EscalationPolicy policy = policy(route, "route " + (i + 1));
            boolean goOn = route.bool("continue", false);
            if (policy != null) {
                routes.add(new Route(matcher, policy, goOn));
            }
        }
        return routes;
    }

    private @Nullable EscalationPolicy policy(Fields route, String name) {
        String chosen = route.optionalText("escalation_policy");
        List<String> channels = route.textOrTexts("channels");
        names.checkReceivers(route, "channels", channels);
        if (chosen != null) {
            names.checkPolicy(route, "escalation_policy", chosen);
        }
        if (route.has("channels") == route.has("escalation_policy")) {
            route.problem("must have either channels or escalation_policy", "");
            return null;
        }
        if (chosen != null) {
            return policies.get(chosen);
        }
        if (channels.isEmpty()) {
            route.problem("channels", "must not be empty", "");
            return null;
        }
        return EscalationPolicy.direct(name, channels);
    }

    private static AlertMatcher matcher(Fields match) {
        return new AlertMatcher(
                words(match, "rule", RouteReader::rule, RULES),
                words(match, "severity", RouteReader::severity, ServiceSchema.SEVERITIES),
                texts(match, "environment"),
                texts(match, "region"),
                texts(match, "service_type").stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                texts(match, "service_id"),
                texts(match, "host_id"),
                texts(match, "tags"));
    }

    /// A list that is empty would fit everything, which nobody means by it.
    private static List<String> listed(Fields match, String key) {
        List<String> found = match.textOrTexts(key);
        if (match.given().get(key) instanceof List<?> list && list.isEmpty()) {
            match.problem(key, "must not be empty", "leave it out where all shall fit");
        }
        return found;
    }

    private static Set<String> texts(Fields match, String key) {
        return Set.copyOf(listed(match, key));
    }

    private static <T> Set<T> words(
            Fields match, String key, Function<String, @Nullable T> reader, List<String> known) {
        var found = new HashSet<T>();
        List<String> words = listed(match, key);
        for (int i = 0; i < words.size(); i++) {
            T word = reader.apply(words.get(i));
            if (word == null) {
                String message = "there is no " + key + " '" + words.get(i) + "'";
                match.problem(key, i, message, NearestWord.hint(words.get(i), known));
            } else {
                found.add(word);
            }
        }
        return found;
    }

    private static @Nullable Severity severity(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return ServiceSchema.SEVERITIES.contains(lower)
                ? Severity.valueOf(lower.toUpperCase(Locale.ROOT))
                : null;
    }
}
