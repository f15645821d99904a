package io.caretaker.server.care;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.Subject;
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
        tell(service, made[0], metrics, now);
        return made[0].alerts();
    }

    public Optional<Health> health(ServiceId id) {
        return Optional.ofNullable(byService.get(id));
    }

    /// What is known of all databases.
    public Map<ServiceId, Health> all() {
        return Map.copyOf(byService);
    }

    /// Gives up what is known of services that are gone.
    public void forget(Set<ServiceId> gone) {
        gone.forEach(byService::remove);
    }

    private void tell(
            Service service, HealthRules.Judgement judgement, Metrics metrics, Instant now) {
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
        judgement.begun().forEach(alert -> notifier.tell(begun(service, alert, now)));
        judgement.over().forEach(metric -> notifier.tell(over(service, metric, now)));
        endForgotten(service, judgement, metrics, now);
    }

    /// What an earlier run has told, and this one finds good or no longer judges. What is past its
    /// threshold and has not lasted yet goes on.
    private void endForgotten(
            Service service, HealthRules.Judgement judgement, Metrics metrics, Instant now) {
        for (AlertKey key : notifier.firing(Subject.of(service.id()))) {
            String metric = key.detail();
            boolean ended =
                    key.rule() == AlertRule.METRIC
                            && !judgement.memories().past(metric)
                            && (metrics.get(metric) != null
                                    || !service.care().thresholds().byMetric().containsKey(metric));
            if (ended) {
                notifier.clear(over(service, metric, now));
            }
        }
    }

    private static Notice begun(Service service, HealthAlert alert, Instant now) {
        boolean critical = alert.severity() == HealthStatus.CRITICAL;
        return Notice.raised(
                now,
                AlertKey.of(AlertRule.METRIC, service.id(), alert.metric()),
                critical ? max(service.alerting().severity(), Severity.HIGH) : Severity.MEDIUM,
                service.label()
                        + (critical ? " is critical: " : " needs attention: ")
                        + alert.message(),
                "");
    }

    private static Severity max(Severity one, Severity other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Notice over(Service service, String metric, Instant now) {
        return Notice.cleared(
                now,
                AlertKey.of(AlertRule.METRIC, service.id(), metric),
                service.label() + ": no longer past its threshold: " + MetricNames.words(metric),
                "");
    }
}
