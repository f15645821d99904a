package io.caretaker.core.alert;

import io.caretaker.core.inventory.Severity;
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

    private static <T> boolean fits(Set<T> wanted, T value) {
        return wanted.isEmpty() || wanted.contains(value);
    }
}
