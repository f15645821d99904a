package io.caretaker.core.overview;

import io.caretaker.core.alert.Acknowledgement;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The alerts that fire, by subject. Immutable.
final class FiringAlerts {
    private static final Comparator<Alert> WORST_FIRST =
            Comparator.comparing(Alert::severity)
                    .reversed()
                    .thenComparing(Alert::since)
                    .thenComparing(Alert::id);

    private final Map<Subject, List<Alert>> bySubject = new HashMap<>();
    private final Map<String, Acknowledgement> words = new HashMap<>();
    private final Instant now;

    FiringAlerts(Findings findings) {
        now = findings.now();
        findings.alerts().stream()
                .filter(Alert::firing)
                .sorted(WORST_FIRST)
                .forEach(each ->
                        bySubject
                                .computeIfAbsent(each.key().subject(), _ -> new ArrayList<>())
                                .add(each));
        findings.words().forEach(each -> words.put(each.alert(), each));
    }

    /// The worst first.
    List<Alert> of(Subject subject) {
        return bySubject.getOrDefault(subject, List.of());
    }

    List<Alert> of(Subject subject, Set<AlertRule> rules) {
        return of(subject).stream().filter(each -> rules.contains(each.key().rule())).toList();
    }

    @Nullable Alert of(Subject subject, AlertRule rule) {
        return of(subject).stream()
                .filter(each -> each.key().rule() == rule)
                .findFirst()
                .orElse(null);
    }

    boolean fires(Subject subject, AlertRule rule) {
        return of(subject, rule) != null;
    }

    Set<Subject> subjects() {
        return bySubject.keySet();
    }

    /// Who sees to all of them; null when there are none, or some that nobody has seen.
    @Nullable String seenBy(List<Alert> alerts) {
        List<String> names =
                alerts.stream().map(this::seenBy).filter(Objects::nonNull).distinct().toList();
        boolean all = alerts.stream().allMatch(each -> seenBy(each) != null);
        return all && !names.isEmpty() ? String.join(" and ", names) : null;
    }

    private @Nullable String seenBy(Alert alert) {
        Acknowledgement word = words.get(alert.id());
        return word != null && word.holds(alert, now) ? word.by() : null;
    }
}
