package io.caretaker.core.document;

import io.caretaker.core.alert.AlertMatcher;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.inventory.Severity;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What chooses alerts, as a document: lists of words. A list that chooses all is left out.
public final class AlertMatcherDocument {
    private AlertMatcherDocument() {}

    public static Map<String, @Nullable Object> of(AlertMatcher matcher) {
        return new Document()
                .putIfAny("rules", words(matcher.rules()))
                .putIfAny("severities", words(matcher.severities()))
                .putIfAny("environments", sorted(matcher.environments()))
                .putIfAny("regions", sorted(matcher.regions()))
                .putIfAny("service_types", sorted(matcher.serviceTypes()))
                .putIfAny("services", sorted(matcher.services()))
                .putIfAny("hosts", sorted(matcher.hosts()))
                .putIfAny("tags", sorted(matcher.tags()))
                .putIfAny("problems", sorted(matcher.problems()))
                .fields();
    }

    private static List<String> words(Collection<? extends Enum<?>> all) {
        return all.stream().map(Scalars::word).sorted().toList();
    }

    private static List<String> sorted(Collection<String> all) {
        return all.stream().sorted().toList();
    }

    /// Reads a document.
    ///
    /// @return empty if and only if a problem was noted
    public static Optional<AlertMatcher> read(Fields fields) {
        return fields.build(() ->
                new AlertMatcher(
                        Set.copyOf(fields.words("rules", AlertRule.class)),
                        Set.copyOf(fields.words("severities", Severity.class)),
                        Set.copyOf(fields.texts("environments")),
                        Set.copyOf(fields.texts("regions")),
                        Set.copyOf(fields.texts("service_types")),
                        Set.copyOf(fields.texts("services")),
                        Set.copyOf(fields.texts("hosts")),
                        Set.copyOf(fields.texts("tags")),
                        Set.copyOf(fields.texts("problems"))));
    }
}
