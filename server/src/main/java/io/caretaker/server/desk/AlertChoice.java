package io.caretaker.server.desk;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which alerts are meant by words. Of several values of one word one must fit; several words must
/// all fit. Pure.
public final class AlertChoice {
    /// The words that choose alerts.
    public static final List<String> WORDS =
            List.of("service", "host", "environment", "region", "type", "tag", "rule", "severity");

    private AlertChoice() {}

    /// The matcher of words and their values, as they were typed.
    ///
    /// @throws Problem `INVALID` for a word, rule or severity that does not exist
    public static AlertMatcher of(Map<String, List<String>> values) {
        for (String word : values.keySet()) {
            if (!WORDS.contains(word)) {
                throw new Problem(
                        ProblemCode.INVALID,
                        "alerts are not chosen by '" + word + "'",
                        NearestWord.hint(word, WORDS));
            }
        }
        return new AlertMatcher(
                texts(values, "rule").stream().map(AlertChoice::rule).collect(Collectors.toSet()),
                texts(values, "severity").stream()
                        .map(AlertChoice::severity)
                        .collect(Collectors.toSet()),
                texts(values, "environment"),
                texts(values, "region"),
                texts(values, "type").stream()
                        .map(each -> each.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet()),
                texts(values, "service"),
                texts(values, "host"),
                texts(values, "tag"));
    }

    private static Set<String> texts(Map<String, List<String>> values, String word) {
        return Set.copyOf(values.getOrDefault(word, List.of()));
    }

    /// A rule by its word.
    ///
    /// @throws Problem `INVALID` when there is none
    public static AlertRule rule(String text) {
        return Arrays.stream(AlertRule.values())
                .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        unknown(
                                "rule",
                                text,
                                Arrays.stream(AlertRule.values()).map(AlertRule::word).toList()));
    }

    private static Severity severity(String text) {
        return Arrays.stream(Severity.values())
                .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        unknown(
                                "severity",
                                text,
                                Arrays.stream(Severity.values())
                                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                                        .toList()));
    }

    private static Problem unknown(String kind, String text, Collection<String> words) {
        return new Problem(
                ProblemCode.INVALID,
                "there is no " + kind + " '" + text + "'",
                NearestWord.hint(text, new ArrayList<>(words)));
    }

    /// The same with the ids of services that were named otherwise.
    ///
    /// @throws Problem `NOT_FOUND` for what the inventory does not have
    public static AlertMatcher in(Inventory inventory, AlertMatcher typed) {
        new KnownPlaces(inventory).require(typed);
        return new AlertMatcher(
                typed.rules(),
                typed.severities(),
                typed.environments(),
                typed.regions(),
                typed.serviceTypes(),
                typed.services().stream()
                        .map(each -> Named.service(inventory, each).id().value())
                        .collect(Collectors.toSet()),
                typed.hosts(),
                typed.tags(),
                typed.problems());
    }
}
