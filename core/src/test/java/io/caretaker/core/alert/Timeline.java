package io.caretaker.core.alert;

import io.caretaker.core.check.CheckSpec;
import io.caretaker.core.host.ServiceControl;
import io.caretaker.core.inventory.Alerting;
import io.caretaker.core.inventory.Care;
import io.caretaker.core.inventory.Environment;
import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.HostMetadata;
import io.caretaker.core.inventory.HostStatus;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.MaintenanceWindow;
import io.caretaker.core.inventory.Monitoring;
import io.caretaker.core.inventory.Origin;
import io.caretaker.core.inventory.Placement;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.ServiceType;
import io.caretaker.core.inventory.Severity;
import io.caretaker.core.inventory.SshConfig;
import io.caretaker.core.recovery.RecoveryPolicy;
import io.caretaker.core.status.FlapHistory;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.status.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A world on a timeline: things are said at instants, the pipeline takes its turns whenever it
/// wants to, and what the channels get is written down with its time.
final class Timeline {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    Instant now;
    Inventory inventory = Inventory.EMPTY;
    AlertingPolicy policy;
    final List<Mute> mutes = new ArrayList<>();
    final Map<String, Acknowledgement> words = new HashMap<>();
    final Map<String, Integer> waiting = new HashMap<>();
    final Map<ServiceId, ServiceState> states = new HashMap<>();
    final Map<String, Alert> alerts = new LinkedHashMap<>();
    final List<Message> messages = new ArrayList<>();
    final Set<ServiceId> lookedAt = new LinkedHashSet<>();
    int turns;
    int written;
    private final Map<String, Instant> looks = new HashMap<>();
    private final List<Notice> said = new ArrayList<>();
    private int ids;
    private Instant lastTurn = Instant.EPOCH;

    Timeline(ChannelPolicy... channels) {
        this(START, AlertingPolicy.of(List.of(channels)));
    }

    Timeline(Instant start, AlertingPolicy policy) {
        this.now = start;
        this.policy = policy;
    }

    static ChannelPolicy channel(String name, ChannelKind kind) {
        return ChannelPolicy.of(name, kind);
    }

    Timeline host(String id) {
        return host(id, "production", HostStatus.ACTIVE);
    }

    Timeline host(String id, String environment, HostStatus status) {
        return change(
                new InventoryChange.PutHost(
                        new Host(
                                new HostId(id),
                                id,
                                "10.0.0.1",
                                Placement.of(environment, "eu"),
                                new SshConfig("root", 22, null, false),
                                HostMetadata.NONE,
                                status,
                                Origin.MANAGED,
                                START,
                                START,
                                null)));
    }

    Timeline environment(String name, Severity severity, @Nullable MaintenanceWindow window) {
        return change(
                new InventoryChange.PutEnvironment(
                        new Environment(
                                name, null, null, severity, window, false, Origin.MANAGED, START)));
    }

    Timeline service(String id, String host, String... dependencies) {
        return service(id, host, Alerting.DEFAULT, dependencies);
    }

    Timeline service(String id, String host, Alerting alerting, String... dependencies) {
        change(new InventoryChange.PutService(made(id, host, alerting, dependencies)));
        return state(id, Status.RUNNING, Status.RUNNING);
    }

    /// Many services at once: `s0`, `s1` and so on, on the hosts by turns.
    Timeline services(int count, String... hosts) {
        var changes = new ArrayList<InventoryChange>();
        for (int i = 0; i < count; i++) {
            changes.add(
                    new InventoryChange.PutService(
                            made("s" + i, hosts[i % hosts.length], Alerting.DEFAULT)));
            state("s" + i, Status.RUNNING, Status.RUNNING);
        }
        return change(changes.toArray(InventoryChange[]::new));
    }

    static InventoryChange put(String id, String host, String... dependencies) {
        return new InventoryChange.PutService(made(id, host, Alerting.DEFAULT, dependencies));
    }

    private static Service made(String id, String host, Alerting alerting, String... dependencies) {
        return new Service(
                new ServiceId(id),
                new HostId(host),
                id,
                ServiceType.OTHER,
                null,
                null,
                new CheckSpec.Unit(),
                null,
                Monitoring.DEFAULT,
                RecoveryPolicy.DEFAULT,
                new ServiceControl.None(),
                List.of(),
                List.of(),
                alerting,
                Care.DEFAULT,
                "any",
                "any",
                List.of(),
                Stream.of(dependencies).map(ServiceId::new).toList(),
                Origin.MANAGED,
                START,
                START);
    }

    Timeline change(InventoryChange... changes) {
        inventory = inventory.with(List.of(changes), START);
        return this;
    }

    /// What the checks know of a service now.
    Timeline state(String id, Status hard, Status newest) {
        var service = new ServiceId(id);
        states.put(
                service,
                new ServiceState(
                        service,
                        hard,
                        newest,
                        hard == newest ? 0 : 1,
                        0,
                        now,
                        now,
                        null,
                        FlapHistory.CALM,
                        false,
                        false,
                        "",
                        null,
                        null));
        return this;
    }

    Timeline down(String id) {
        return down(id, Severity.MEDIUM);
    }

    Timeline down(String id, Severity severity) {
        state(id, Status.STOPPED, Status.STOPPED);
        return say(
                Notice.raised(
                        now,
                        key(AlertRule.SERVICE_DOWN, id),
                        severity,
                        id + " is down",
                        "refused"));
    }

    Timeline up(String id) {
        state(id, Status.RUNNING, Status.RUNNING);
        return say(Notice.cleared(now, key(AlertRule.SERVICE_DOWN, id), id + " is up", ""));
    }

    Timeline silent(String host) {
        return say(
                Notice.raised(
                        now,
                        AlertKey.of(AlertRule.HOST_SILENT, new HostId(host)),
                        Severity.HIGH,
                        "host " + host + " does not answer",
                        ""));
    }

    Timeline answers(String host) {
        return say(
                Notice.cleared(
                        now,
                        AlertKey.of(AlertRule.HOST_SILENT, new HostId(host)),
                        "host " + host + " answers again",
                        ""));
    }

    static AlertKey key(AlertRule rule, String service) {
        return AlertKey.of(rule, new ServiceId(service));
    }

    Timeline say(Notice notice) {
        said.add(notice);
        turn();
        return this;
    }

    /// Says many things at once.
    Timeline atOnce(Consumer<List<Notice>> speaker) {
        speaker.accept(said);
        turn();
        return this;
    }

    Timeline after(Duration pause) {
        return until(now.plus(pause));
    }

    /// Lets time pass; turns are taken exactly when the pipeline asked for them.
    Timeline until(Instant end) {
        while (true) {
            Instant next = looks.values().stream().min(Instant::compareTo).orElse(Instant.MAX);
            if (next.isAfter(end)) {
                break;
            }
            Instant rested = lastTurn.plusMillis(50);
            now = next.isAfter(rested) ? next : rested;
            turn();
        }
        now = end.isAfter(now) ? end : now;
        return this;
    }

    /// Something besides notices has changed: everything is looked at.
    Timeline lookAgain() {
        alerts.keySet().forEach(id -> looks.put(id, now));
        turn();
        return this;
    }

    Timeline acknowledge(String rule, @Nullable Instant until) {
        Alert alert = alert(rule);
        words.put(alert.id(), new Acknowledgement(alert.id(), "ann", now, until, "on it"));
        return lookAgain();
    }

    Alert alert(String key) {
        return alerts.values().stream()
                .filter(each -> each.key().toString().equals(key))
                .reduce((_, newer) -> newer)
                .orElseThrow();
    }

    private void turn() {
        turns++;
        lastTurn = now;
        List<Alert> due =
                alerts.values().stream()
                        .filter(each -> !looks.getOrDefault(each.id(), Instant.MAX).isAfter(now))
                        .toList();
        Turn turn = Pipeline.turn(due, List.copyOf(said), world(), this::id, now);
        said.clear();
        written += turn.changed().size();
        due.forEach(each -> looks.remove(each.id()));
        turn.changed().forEach(each -> alerts.put(each.id(), each));
        turn.changed().forEach(each -> looks.remove(each.id()));
        looks.putAll(turn.looks());
        turn.deliveries().forEach(each -> messages.add(each.message()));
        lookedAt.addAll(turn.lookAt());
    }

    private String id() {
        return String.format("%08x", ++ids);
    }

    private World world() {
        var loads = new HashMap<String, ChannelLoad>();
        var inThread = new HashMap<String, List<Alert>>();
        for (Alert alert : alerts.values()) {
            for (Telling telling : alert.tellings()) {
                inThread.computeIfAbsent(telling.thread(), _ -> new ArrayList<>()).add(alert);
            }
        }
        for (String channel : policy.channels().keySet()) {
            loads.put(
                    channel,
                    new ChannelLoad(
                            waiting.getOrDefault(channel, 0),
                            messages.stream()
                                    .filter(each -> each.channel().equals(channel))
                                    .map(Message::at)
                                    .toList()));
        }
        var newest = new HashMap<AlertKey, Alert>();
        alerts.values().forEach(each -> newest.put(each.key(), each));
        return new World(
                newest::get,
                thread -> inThread.getOrDefault(thread, List.of()),
                inventory,
                Dependents.of(inventory),
                id -> states.getOrDefault(id, ServiceState.unseen(id)),
                mutes,
                words,
                policy,
                loads);
    }

    /// What a channel got, as `seconds since the start: what it says`.
    List<String> got(String channel) {
        return messages.stream()
                .filter(each -> each.channel().equals(channel))
                .map(each ->
                        Duration.between(START, each.at()).toSeconds()
                                + " "
                                + each.said()
                                + " "
                                + each.title())
                .toList();
    }
}
