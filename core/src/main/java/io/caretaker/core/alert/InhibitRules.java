package io.caretaker.core.alert;

import io.caretaker.core.alert.Inhibition.Free;
import io.caretaker.core.alert.Inhibition.Held;
import io.caretaker.core.alert.Inhibition.Why;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.status.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The second stage: whether something else explains an alert, or somebody wants quiet. Pure.
final class InhibitRules {
    /// How long an alert waits to learn how the services are that it needs.
    private static final Duration DOUBT = Duration.ofSeconds(5);

    /// How long it waits for retries there.
    private static final Duration LONG_DOUBT = Duration.ofSeconds(60);

    private static final Duration LONGEST_GRACE = Duration.ofMinutes(5);

    /// What a service that is needed explains when it is down.
    private static final Set<AlertRule> EXPLAINED =
            EnumSet.of(
                    AlertRule.SERVICE_DOWN,
                    AlertRule.SERVICE_WARNING,
                    AlertRule.SERVICE_UNKNOWN,
                    AlertRule.SERVICE_FLAPPING,
                    AlertRule.CHECK_STALE,
                    AlertRule.RECOVERY_HELD);

    private final World world;
    private final Instant now;
    private final Map<Severity, Causes> causes = new EnumMap<>(Severity.class);

    /// For all alerts of one turn.
    InhibitRules(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    Inhibition decide(Alert alert, AlertPlace place) {
        Service service =
                alert.key().subject().service().flatMap(world.inventory()::service).orElse(null);
        Stream<@Nullable Held> wishes =
                Stream.of(
                        ruleOff(alert),
                        serviceOff(service),
                        muted(alert, place, service),
                        maintenance(place));
        Stream<@Nullable Held> causes =
                alert.event()
                        ? Stream.of(cutOff(alert))
                        : Stream.of(
                                cutOff(alert),
                                hostSilent(alert, service),
                                dependency(alert, service),
                                covered(alert));
        return Stream.concat(wishes, causes)
                .filter(Objects::nonNull)
                .findFirst()
                .<Inhibition>map(each -> each)
                .orElseGet(Free::new);
    }

    private @Nullable Held ruleOff(Alert alert) {
        return world.policy().rule(alert.key().rule()).enabled()
                ? null
                : new Held(Why.RULE_OFF, "the configuration switches this rule off", null);
    }

    private static @Nullable Held serviceOff(@Nullable Service service) {
        return service == null || service.alerting().enabled()
                ? null
                : new Held(Why.SERVICE_OFF, "alerting is off for this service", null);
    }

    private @Nullable Held muted(Alert alert, AlertPlace place, @Nullable Service service) {
        Instant until = service == null ? null : service.alerting().muteUntil();
        if (until != null && now.isBefore(until)) {
            return new Held(Why.MUTED, "the service is muted until " + plain(until), until);
        }
        return world.mutes().stream()
                .filter(mute -> mute.holds(now) && mute.matcher().matches(alert, place))
                .findFirst()
                .map(mute -> new Held(Why.MUTED, words(mute), mute.until()))
                .orElse(null);
    }

    private static String words(Mute mute) {
        return "muted by "
                + mute.by()
                + (mute.until() == null ? "" : " until " + plain(mute.until()))
                + (mute.comment().isEmpty() ? "" : ": " + mute.comment());
    }

    private static Instant plain(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private @Nullable Held maintenance(AlertPlace place) {
        Optional<Host> host = host(place);
        if (host.isPresent() && host.get().status() != HostStatus.ACTIVE) {
            return new Held(Why.MAINTENANCE, "its host is in maintenance or out of service", null);
        }
        boolean window =
                world.inventory()
                        .environment(place.environment())
                        .map(Environment::maintenanceWindow)
                        .filter(each -> each.contains(now))
                        .isPresent();
        return window
                ? new Held(Why.MAINTENANCE, "the maintenance window of its environment", null)
                : null;
    }

    private Optional<Host> host(AlertPlace place) {
        return place.host().isEmpty()
                ? Optional.empty()
                : world.inventory().host(new HostId(place.host()));
    }

    private @Nullable Held cutOff(Alert alert) {
        boolean outside =
                switch (alert.key().subject().kind()) {
                    case SERVICE, HOST -> true;
                    case CHANNEL, CARETAKER -> false;
                };
        return outside && told(AlertKey.own(AlertRule.CUT_OFF))
                ? new Held(Why.HOST, "caretaker itself seems cut off", null)
                : null;
    }

    /// Whether it fires and the configuration wants people to hear of it.
    private boolean told(AlertKey key) {
        return world.policy().rule(key.rule()).enabled() && world.firing(key);
    }

    private @Nullable Held hostSilent(Alert alert, @Nullable Service service) {
        if (service == null) {
            return null;
        }
        AlertKey key = AlertKey.of(AlertRule.HOST_SILENT, service.hostId());
        if (told(key)) {
            return new Held(Why.HOST, "its host " + service.hostId() + " does not answer", null);
        }
        return graceAfter(key, alert, service, "its host");
    }

    private @Nullable Held dependency(Alert alert, @Nullable Service service) {
        if (service == null
                || service.dependencies().isEmpty()
                || !EXPLAINED.contains(alert.key().rule())) {
            return null;
        }
        Service cause = cause(alert.severity(), service);
        if (cause != null) {
            return down(cause);
        }
        List<Service> needed =
                world.inventory().dependenciesOf(service).stream().filter(this::speaks).toList();
        return needed.stream()
                .map(each -> doubt(alert, each))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() ->
                        needed.stream()
                                .map(each ->
                                        graceAfter(
                                                AlertKey.of(AlertRule.SERVICE_DOWN, each.id()),
                                                alert,
                                                service,
                                                each.label()))
                                .filter(Objects::nonNull)
                                .findFirst())
                .orElse(null);
    }

    /// Whether people would hear of its death; else what it explains is told itself.
    private boolean speaks(Service needed) {
        return needed.monitoring().enabled()
                && needed.alerting().enabled()
                && world.policy().rule(AlertRule.SERVICE_DOWN).enabled();
    }

    /// What is told is a cause. One that is less bad explains nothing that is worse: whoever only
    /// hears of the worst would not hear of either.
    private @Nullable Service cause(Severity severity, Service service) {
        return causes.computeIfAbsent(
                        severity,
                        _ ->
                                new Causes(
                                        world.inventory(),
                                        needed -> speaks(needed) && told(needed, severity)))
                .of(service);
    }

    private boolean told(Service needed, Severity least) {
        return Stream.of(
                        AlertKey.of(AlertRule.HOST_SILENT, needed.hostId()),
                        AlertKey.of(AlertRule.SERVICE_DOWN, needed.id()))
                .filter(this::told)
                .map(key -> world.alert(key).orElseThrow())
                .anyMatch(alert -> alert.severity().compareTo(least) >= 0);
    }

    private static Held down(Service needed) {
        return new Held(Why.DEPENDENCY, "it needs " + needed.label() + ", which is down", null);
    }

    /// One that is down without an alert gets its alert soon, or never.
    private @Nullable Held doubt(Alert alert, Service needed) {
        if (alert.told()) {
            return null;
        }
        ServiceState state = world.states().apply(needed.id());
        Instant began = AlertLife.beginning(alert);
        boolean down =
                state.status().down()
                        && !world.firing(AlertKey.of(AlertRule.SERVICE_DOWN, needed.id()));
        boolean retried = state.soft() && state.lastResult().down();
        Instant looked = state.lastCheck();
        boolean stale = looked == null || looked.isBefore(began);
        Instant until = Pause.end(began, down || retried ? LONG_DOUBT : DOUBT, now);
        return (down || retried || stale) && until != null
                ? new Held(
                        Why.DOUBT, "it needs " + needed.label() + ", which is being asked", until)
                : null;
    }

    /// After the cause is over, what it explained gets the time of one check with all its retries.
    private @Nullable Held graceAfter(AlertKey cause, Alert alert, Service service, String label) {
        Instant ended = world.alert(cause).map(Alert::endedAt).orElse(null);
        if (ended == null || AlertLife.beginning(alert).isAfter(ended)) {
            return null;
        }
        Instant until = Pause.end(ended, grace(service.monitoring()), now);
        return until != null ? new Held(Why.DOUBT, label + " has just come back", until) : null;
    }

    private static Duration grace(Monitoring monitoring) {
        Duration round =
                monitoring
                        .interval()
                        .plus(monitoring.retryDelay().multipliedBy(monitoring.retryAttempts()))
                        .plus(DOUBT);
        return round.compareTo(LONGEST_GRACE) < 0 ? round : LONGEST_GRACE;
    }

    /// What is told of the same service in other words.
    private @Nullable Held covered(Alert alert) {
        Subject subject = alert.key().subject();
        return switch (alert.key().rule()) {
            case SERVICE_DOWN, SERVICE_WARNING, RECOVERY_HELD ->
                    told(new AlertKey(AlertRule.SERVICE_FLAPPING, subject, ""))
                            ? new Held(Why.FLAPPING, "it goes up and down, which is told", null)
                            : null;
            case METRIC, CHECK_STALE, SERVICE_UNKNOWN ->
                    told(new AlertKey(AlertRule.SERVICE_DOWN, subject, ""))
                            ? new Held(Why.DOWN, "the service is down, which is told", null)
                            : null;
            default -> null;
        };
    }
}
