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
import java.util.stream.Stream;
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
            List<Step> steps = steps(policy, alert);
            for (Step step : steps) {
                boolean later = step.after().compareTo(steps.getFirst().after()) > 0;
                Instant due = due(alert, steps.getFirst(), step);
                if (!due.isAfter(now)) {
                    add(found, alert, step, later);
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
            List<Step> heard = steps(policy, alert);
            for (Step step : policy.steps()) {
                Instant due =
                        heard.contains(step) ? due(alert, heard.getFirst(), step) : Instant.MAX;
                steps.add(
                        new EscalationPlan.Step(
                                policy.name(),
                                step.after(),
                                wanting(step, alert).map(ChannelPolicy::name).distinct().toList(),
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
        EscalationPolicy chosen =
                own.escalationPolicy() == null
                        ? null
                        : policy.policies().get(own.escalationPolicy());
        if (chosen != null && leads(chosen)) {
            named.add(chosen);
        }
        if (own.channels().stream().anyMatch(each -> !policy.named(each, now).isEmpty())) {
            named.add(EscalationPolicy.direct("the service's own", own.channels()));
        }
        return named.isEmpty() ? routed(alert, place) : named;
    }

    private List<EscalationPolicy> routed(Alert alert, AlertPlace place) {
        var found = new ArrayList<EscalationPolicy>();
        for (Route route : world.policy().routes()) {
            if (route.matcher().matches(alert, place) && leads(route.policy())) {
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

    /// Whether the policy names a channel that is there, as after channels were removed.
    private boolean leads(EscalationPolicy policy) {
        return policy.steps().stream()
                .flatMap(step -> step.to().stream())
                .anyMatch(name -> !world.policy().named(name, now).isEmpty());
    }

    /// The steps at which anybody hears of the alert, so that the others do not have to be waited
    /// for.
    private List<Step> steps(EscalationPolicy policy, Alert alert) {
        return policy.steps().stream()
                .filter(step -> wanting(step, alert).findAny().isPresent())
                .toList();
    }

    private Stream<ChannelPolicy> wanting(Step step, Alert alert) {
        return step.to().stream()
                .flatMap(name -> world.policy().named(name, now).stream())
                .filter(channel -> wants(channel, alert));
    }

    /// Steps count from when the first channel heard of it, or should have.
    private Instant due(Alert alert, Step firstStep, Step step) {
        Duration after = step.after().minus(firstStep.after());
        if (after.isZero()) {
            Duration wait = alert.event() ? Duration.ZERO : step.after();
            return end(AlertLife.beginning(alert), wait);
        }
        Instant from = firstTold(alert);
        if (from == null || from.plus(after).isAfter(ended(alert))) {
            return Instant.MAX;
        }
        Instant due = end(from, after);
        return due.isAfter(now) && world.word(alert, now) != null ? Instant.MAX : due;
    }

    private Instant end(Instant from, Duration length) {
        Instant end = from.plus(length);
        return end.isBefore(now) || Pause.end(from, length, now) != null ? end : now;
    }

    private static Instant ended(Alert alert) {
        Instant ended = alert.endedAt();
        return ended == null ? Instant.MAX : ended;
    }

    private static @Nullable Instant firstTold(Alert alert) {
        Instant beginning = AlertLife.beginning(alert);
        return alert.tellings().stream()
                .map(each -> each.open() ? each.firstAt() : each.owedSince())
                .filter(Objects::nonNull)
                .map(at -> at.isBefore(beginning) ? beginning : at)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private void add(Map<String, Recipient> found, Alert alert, Step step, boolean later) {
        boolean seen = later && world.word(alert, now) != null;
        wanting(step, alert)
                .filter(channel ->
                        !seen || alert.telling(channel.name()).filter(Telling::open).isPresent())
                .map(channel -> new Recipient(channel, later ? reason(step) : ""))
                .forEach(each -> found.putIfAbsent(each.channel().name(), each));
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
        return "nobody acknowledged it within " + PlainTime.duration(step.after());
    }
}
