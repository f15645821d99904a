package io.caretaker.server.care;

import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.server.watch.HealthJudge;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How healthy each database is, in memory; the one place where metrics become alerts. Tells people
/// when alerts begin and when all are over. Thread-safe.
public final class HealthBoard implements HealthJudge {
    private static final Logger LOG = LoggerFactory.getLogger("health");

    private final Map<ServiceId, Health> byService = new ConcurrentHashMap<>();
    private final Notifier notifier;
    private final InstantSource clock;

    public HealthBoard(Notifier notifier, InstantSource clock) {
        this.notifier = notifier;
        this.clock = clock;
    }

    /// What is known of a database's health.
    ///
    /// @param at when it was looked at
    public record Health(
            HealthStatus status,
            int score,
            List<HealthAlert> alerts,
            Metrics metrics,
            Instant at,
            HealthRules.Memories memories) {}

    @Override
    public List<HealthAlert> judge(Service service, Metrics metrics) {
        Instant now = clock.instant();
        var made = new HealthRules.Judgement[1];
        byService.compute(
                service.id(),
                (_, known) -> {
                    var before = known == null ? HealthRules.Memories.NONE : known.memories();
                    var judgement =
                            HealthRules.judge(before, metrics, service.care().thresholds(), now);
                    made[0] = judgement;
                    return new Health(
                            judgement.status(),
                            HealthRules.score(judgement.alerts()),
                            judgement.alerts(),
                            metrics,
                            now,
                            judgement.memories());
                });
        tell(service, made[0], now);
        return made[0].alerts();
    }

    public Optional<Health> health(ServiceId id) {
        return Optional.ofNullable(byService.get(id));
    }

    /// Gives up what is known of services that are gone.
    public void forget(Set<ServiceId> gone) {
        gone.forEach(byService::remove);
    }

    private void tell(Service service, HealthRules.Judgement judgement, Instant now) {
        for (HealthAlert alert : judgement.begun()) {
            LOG.atWarn()
                    .addKeyValue("service", service.id())
                    .addKeyValue("severity", alert.severity())
                    .addKeyValue("alert", alert.message())
                    .log("unhealthy");
        }
        for (String metric : judgement.over()) {
            LOG.atInfo()
                    .addKeyValue("service", service.id())
                    .addKeyValue("metric", metric)
                    .log("healthy again");
        }
        if (!service.alerting().enabled()) {
            return;
        }
        if (!judgement.begun().isEmpty()) {
            send(begun(service, judgement.begun(), now));
        } else if (!judgement.over().isEmpty() && judgement.alerts().isEmpty()) {
            send(over(service, judgement.over(), now));
        }
    }

    private static Notice begun(Service service, List<HealthAlert> begun, Instant now) {
        boolean critical =
                begun.stream().anyMatch(alert -> alert.severity() == HealthStatus.CRITICAL);
        String all = begun.stream().map(HealthAlert::message).collect(Collectors.joining("; "));
        return new Notice(
                now,
                critical ? max(service.alerting().severity(), Severity.HIGH) : Severity.MEDIUM,
                service.id(),
                service.label() + (critical ? " is critical" : " needs attention"),
                all);
    }

    private static Severity max(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Notice over(Service service, List<String> over, Instant now) {
        String all = over.stream().map(MetricNames::words).collect(Collectors.joining(", "));
        return new Notice(
                now,
                Severity.LOW,
                service.id(),
                service.label() + " is healthy again",
                "no longer past a threshold: " + all);
    }

    /// A notifier may take its time, and the check has to go on.
    private void send(Notice notice) {
        Thread.startVirtualThread(() -> notifier.tell(notice));
    }
}
