package io.caretaker.core.alert;

import io.caretaker.core.alert.EscalationPolicy.Step;
import io.caretaker.core.alert.Recipients.Recipient;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The stage that finds who is told: by the service's own word, else by the routes, else everybody;
/// and by the steps that are due. Pure.
final class EscalationRules {
    private final World world;
    private final Instant now;

    EscalationRules(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    Recipients of(Alert alert, AlertPlace place) {
        var found = new LinkedHashMap<String, Recipient>();
        Instant next = Instant.MAX;
        for (EscalationPolicy policy : policies(alert, place)) {
            for (Step step : policy.steps()) {
                Instant due = due(alert, policy, step);
                if (!due.isAfter(now)) {
                    add(found, alert, step);
                } else if (due.isBefore(next)) {
                    next = due;
                }
            }
        }
        return new Recipients(List.copyOf(found.values()), next.equals(Instant.MAX) ? null : next);
    }

    /// All steps of all policies that hold for it, whether they are due or not.
    List<EscalationPlan.Step> plan(Alert alert, AlertPlace place) {
        var steps = new ArrayList<EscalationPlan.Step>();
        for (EscalationPolicy policy : policies(alert, place)) {
            for (Step step : policy.steps()) {
                Instant due = due(alert, policy, step);
                var told = new LinkedHashMap<String, Recipient>();
                add(told, alert, step);
                steps.add(
                        new EscalationPlan.Step(
                                policy.name(),
                                step.after(),
                                List.copyOf(told.keySet()),
                                due.equals(Instant.MAX) ? null : due));
            }
        }
        return steps;
    }

    private List<EscalationPolicy> policies(Alert alert, AlertPlace place) {
        AlertingPolicy policy = world.policy();
        Alerting own =
                alert.key()
                        .subject()
                        .service()
                        .flatMap(world.inventory()::service)
                        .map(Service::alerting)
                        .orElse(Alerting.DEFAULT);
        var named = new ArrayList<EscalationPolicy>();
        if (own.escalationPolicy() != null
                && policy.policies().containsKey(own.escalationPolicy())) {
            named.add(Objects.requireNonNull(policy.policies().get(own.escalationPolicy())));
        }
        if (own.channels().stream().anyMatch(each -> !policy.named(each, now).isEmpty())) {
            named.add(EscalationPolicy.direct("the service's own", own.channels()));
        }
        return named.isEmpty() ? routed(alert, place) : named;
    }

    private List<EscalationPolicy> routed(Alert alert, AlertPlace place) {
        var found = new ArrayList<EscalationPolicy>();
        for (Route route : world.policy().routes()) {
            if (route.matcher().matches(alert, place)) {
                found.add(route.policy());
                if (!route.goOn()) {
                    return found;
                }
            }
        }
        return found.isEmpty()
                ? List.of(
                        EscalationPolicy.direct(
                                "everybody", List.copyOf(world.policy().channels().keySet())))
                : found;
    }

    /// Steps count from the first word to anybody; nobody has been told before the first step.
    private Instant due(Alert alert, EscalationPolicy policy, Step step) {
        Duration after = step.after().minus(policy.steps().getFirst().after());
        if (after.isZero()) {
            return AlertLife.beginning(alert).plus(step.after());
        }
        Instant first = firstTold(alert);
        if (first == null) {
            return Instant.MAX;
        }
        Acknowledgement word = world.words().get(alert.id());
        Instant due = first.plus(after);
        boolean seen = word != null && word.holds(now) && !word.at().isAfter(due);
        return seen || due.isAfter(ended(alert)) ? Instant.MAX : due;
    }

    private static Instant ended(Alert alert) {
        Instant ended = alert.endedAt();
        return ended == null ? Instant.MAX : ended;
    }

    private static @Nullable Instant firstTold(Alert alert) {
        return alert.tellings().stream()
                .map(Telling::firstAt)
                .filter(Objects::nonNull)
                .filter(at -> !at.isBefore(AlertLife.beginning(alert)))
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void add(Map<String, Recipient> found, Alert alert, Step step) {
        for (String name : step.to()) {
            for (ChannelPolicy channel : world.policy().named(name, now)) {
                if (wants(channel, alert)) {
                    found.putIfAbsent(channel.name(), new Recipient(channel, reason(step)));
                }
            }
        }
    }

    private static boolean wants(ChannelPolicy channel, Alert alert) {
        Subject subject = alert.key().subject();
        boolean itself =
                subject.kind() == Subject.Kind.CHANNEL && subject.id().equals(channel.name());
        return !itself
                && alert.severity().compareTo(channel.least()) >= 0
                && (!alert.event() || channel.events());
    }

    private static String reason(Step step) {
        return step.after().isZero()
                ? ""
                : "nobody acknowledged it within " + PlainTime.duration(step.after());
    }
}
