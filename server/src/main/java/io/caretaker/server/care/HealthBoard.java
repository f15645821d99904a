package io.caretaker.server.care;

import io.caretaker.core.alert.AlertKey;
import io.caretaker.core.alert.AlertRule;
import io.caretaker.core.alert.Notice;
import io.caretaker.core.alert.Notifier;
import io.caretaker.core.alert.Subject;
import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.check.Metrics;
import io.caretaker.core.check.Outcome;
import io.caretaker.core.health.DatabaseReply;
import io.caretaker.core.health.HealthAlert;
import io.caretaker.core.health.HealthReport;
import io.caretaker.core.health.HealthRules;
import io.caretaker.core.health.HealthStatus;
import io.caretaker.core.health.MetricNames;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.Status;
import io.caretaker.core.status.Transition;
import io.caretaker.server.watch.CheckResult;
import io.caretaker.server.watch.HealthJudge;
import io.caretaker.server.watch.StatusBoard;
import java.time.Duration;
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
public final class HealthBoard implements HealthJudge, StatusBoard.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("health");

    private final Map<ServiceId, Health> byService = new ConcurrentHashMap<>();
    private final Map<ServiceId, DatabaseReply> answers = new ConcurrentHashMap<>();
    private final Map<ServiceId, Look> looks = new ConcurrentHashMap<>();
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

    /// The newest look at a database, the whole of what it said; without tables, which regular
    /// looks do not read.
    ///
    /// @param at when it began
    private record Look(DatabaseReply reply, Instant at, Duration took) {}

    @Override
    public void answered(Service service, DatabaseReply reply) {
        answers.put(service.id(), reply);
    }

    /// What a database answered is kept with the check that it belongs to. Where a check ended
    /// otherwise, such as on the way to the server, that counts.
    @Override
    public void observed(CheckResult result, Transition transition) {
        if (!(result.service().check() instanceof CheckSpec.Database)) {
            return;
        }
        Outcome outcome = result.reply().outcome();
        DatabaseReply answer = answers.remove(result.service().id());
        boolean up = Status.of(outcome).up();
        boolean its = answer != null && up == answer instanceof DatabaseReply.Reached;
        DatabaseReply reply = answer != null && its ? answer : reply(outcome);
        looks.put(result.service().id(), new Look(reply, result.at(), result.took()));
    }

    /// What a check's outcome says of a database that was not examined.
    public static DatabaseReply reply(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Down down ->
                    new DatabaseReply.Refused(down.fault(), down.message(), down.details());
            case Outcome.Unknown unknown -> new DatabaseReply.Unknown(unknown.message());
            case Outcome.Up up -> new DatabaseReply.Unknown(up.message());
            case Outcome.Warning warning -> new DatabaseReply.Unknown(warning.message());
        };
    }

    /// The newest look at a database and what it came to, from memory; empty before the first and
    /// for what is no database that caretaker can log in to. Alerts are those in force: what has to
    /// last has lasted.
    ///
    /// @param service as the inventory has it now
    public Optional<HealthReport> report(Service service) {
        Look look = looks.get(service.id());
        if (look == null || !(service.check() instanceof CheckSpec.Database(var target, _))) {
            return Optional.empty();
        }
        Health known = byService.get(service.id());
        if (look.reply() instanceof DatabaseReply.Reached && known != null) {
            return Optional.of(
                    new HealthReport(
                            service,
                            target,
                            look.reply(),
                            known.alerts(),
                            null,
                            look.at(),
                            look.took()));
        }
        return Optional.of(
                HealthReport.of(service, target, look.reply(), null, look.at(), look.took()));
    }

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
        for (ServiceId id : gone) {
            byService.remove(id);
            answers.remove(id);
            looks.remove(id);
        }
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
