package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Chooses alerts. What is empty chooses all; of what is given, each must fit.
///
/// @param tags of the service or the host, one of which it must have
/// @param problems exact problems, as [AlertKey] writes them
public record AlertMatcher(
        Set<AlertRule> rules,
        Set<Severity> severities,
        Set<String> environments,
        Set<String> regions,
        Set<String> serviceTypes,
        Set<String> services,
        Set<String> hosts,
        Set<String> tags,
        Set<String> problems) {
    public static final AlertMatcher ALL =
            new AlertMatcher(
                    Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(),
                    Set.of());

    public AlertMatcher {
        rules = Set.copyOf(rules);
        severities = Set.copyOf(severities);
        environments = Set.copyOf(environments);
        regions = Set.copyOf(regions);
        serviceTypes = Set.copyOf(serviceTypes);
        services = Set.copyOf(services);
        hosts = Set.copyOf(hosts);
        tags = Set.copyOf(tags);
        problems = Set.copyOf(problems);
    }

    /// Whatever the problem is called.
    public AlertMatcher(
            Set<AlertRule> rules,
            Set<Severity> severities,
            Set<String> environments,
            Set<String> regions,
            Set<String> serviceTypes,
            Set<String> services,
            Set<String> hosts,
            Set<String> tags) {
        this(
                rules,
                severities,
                environments,
                regions,
                serviceTypes,
                services,
                hosts,
                tags,
                Set.of());
    }

    /// One problem and no other.
    public static AlertMatcher of(AlertKey key) {
        Set<String> any = Set.of();
        return new AlertMatcher(
                Set.of(), Set.of(), any, any, any, any, any, any, Set.of(key.toString()));
    }

    public boolean matches(Alert alert, AlertPlace place) {
        return fits(rules, alert.key().rule())
                && fits(severities, alert.severity())
                && fits(environments, place.environment())
                && fits(regions, place.region())
                && fits(serviceTypes, place.serviceType())
                && fits(services, place.service())
                && fits(hosts, place.host())
                && (problems.isEmpty() || problems.contains(alert.key().toString()))
                && (tags.isEmpty() || place.tags().stream().anyMatch(tags::contains));
    }

    /// What is chosen, for people: `rule service_down, host db1 or db2`; `everything` for all.
    public String words() {
        var words = new ArrayList<String>();
        add(words, "rule", rules.stream().map(AlertRule::word).toList());
        add(words, "severity", severities.stream().map(AlertMatcher::word).toList());
        add(words, "service", services);
        add(words, "host", hosts);
        add(words, "environment", environments);
        add(words, "region", regions);
        add(words, "service type", serviceTypes);
        add(words, "tag", tags);
        add(words, "problem", problems);
        return words.isEmpty() ? "everything" : String.join(", ", words);
    }

    private static void add(List<String> words, String kind, Collection<String> values) {
        if (!values.isEmpty()) {
            words.add(kind + " " + String.join(" or ", values.stream().sorted().toList()));
        }
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static <T> boolean fits(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
