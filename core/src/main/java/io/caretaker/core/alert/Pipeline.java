package io.caretaker.core.alert;

import io.caretaker.core.alert.GroupRules.Bundle;
import io.caretaker.core.alert.Recipients.Recipient;
import io.caretaker.core.alert.TellDecision.Later;
import io.caretaker.core.alert.TellDecision.Nothing;
import io.caretaker.core.alert.TellDecision.Tell;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.inventory.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All stages from notices to messages, in their order: raise, inhibit, escalate, compare with the
/// sent-log, group. Pure; one use for one turn.
///
/// What it returns must be durable before any message of it is sent. Then a crash between the two
/// repeats at most that message, and loses none.
public final class Pipeline {
    /// How often it is looked whether what holds an alert is over.
    private static final Duration HELD_PAUSE = Duration.ofSeconds(2);

    /// How often it is looked whether a channel with much waiting is free again.
    private static final Duration BACKLOG_BEAT = Duration.ofSeconds(5);

    private final World before;
    private final Supplier<String> ids;
    private final Instant now;
    private final Map<AlertKey, Alert> touched = new LinkedHashMap<>();
    private final Map<String, Alert> events = new LinkedHashMap<>();
    private final Map<String, Alert> written = new LinkedHashMap<>();
    private final Map<String, Instant> looks = new HashMap<>();
    private final Set<ServiceId> lookAt = new LinkedHashSet<>();

    private Pipeline(World before, Supplier<String> ids, Instant now) {
        this.before = before;
        this.ids = ids;
        this.now = now;
    }

    /// One turn.
    ///
    /// @param due alerts that are to be looked at, besides those that the notices are about
    /// @param notices in the order in which they were said
    /// @param ids random texts of eight hexadecimal digits or more, never the same twice
    public static Turn turn(
            Collection<Alert> due,
            List<Notice> notices,
            World world,
            Supplier<String> ids,
            Instant now) {
        return new Pipeline(world, ids, now).turn(due, notices);
    }

    private Turn turn(Collection<Alert> due, List<Notice> notices) {
        notices.forEach(this::hear);
        World world = before.knowing(touched);
        var looked = new LinkedHashMap<String, Alert>();
        due.stream()
                .map(this::newest)
                .map(this::expired)
                .forEach(alert -> looked.put(alert.id(), alert));
        touched.values().forEach(alert -> looked.put(alert.id(), alert));
        looked.putAll(events);
        List<Wish> wishes = new ArrayList<>();
        looked.values().forEach(alert -> wishes.addAll(wishes(alert, world)));
        List<Delivery> deliveries = new ArrayList<>();
        wishes.stream()
                .collect(
                        Collectors.groupingBy(
                                Wish::channel, LinkedHashMap::new, Collectors.toList()))
                .forEach((channel, some) -> deliveries.addAll(messages(channel, some, world)));
        return new Turn(List.copyOf(written.values()), counted(deliveries), looks, lookAt);
    }

    private Alert newest(Alert alert) {
        Alert young = touched.get(alert.key());
        return young != null && young.id().equals(alert.id()) ? young : alert;
    }

    private void hear(Notice notice) {
        switch (notice.kind()) {
            case RAISED -> raise(notice);
            case CLEARED -> clear(notice);
            case NOTED -> {
                Alert event = AlertLife.raised(null, notice, severity(notice), Duration.ZERO, id());
                events.put(event.id(), event);
                write(event);
            }
        }
    }

    private void raise(Notice notice) {
        Alert known = known(notice.key());
        Alert raised =
                AlertLife.raised(known, notice, severity(notice), before.policy().reopen(), id());
        if (raised.equals(known)) {
            return;
        }
        touch(raised);
        if (known == null || !known.firing()) {
            askDependencies(notice);
        }
    }

    private String id() {
        return "a-" + ids.get();
    }

    private Severity severity(Notice notice) {
        return Severities.of(notice, before.policy(), before.inventory());
    }

    /// Whether the cause lies elsewhere should be known before anybody is told.
    private void askDependencies(Notice notice) {
        Service service =
                notice.key().subject().service().flatMap(before.inventory()::service).orElse(null);
        if (service == null || notice.key().rule() != AlertRule.SERVICE_DOWN) {
            return;
        }
        before.inventory().dependenciesOf(service).stream()
                .filter(needed -> !before.states().apply(needed.id()).status().down())
                .filter(needed -> needed.monitoring().enabled())
                .forEach(needed -> lookAt.add(needed.id()));
    }

    private void clear(Notice notice) {
        String words =
                notice.text().isEmpty() ? notice.title() : notice.title() + ": " + notice.text();
        end(notice.key(), AlertState.RESOLVED, words);
        AlertLife.overWith(notice.key()).forEach(key -> end(key, AlertState.RESOLVED, words));
    }

    private void end(AlertKey key, AlertState state, String ending) {
        Alert known = known(key);
        if (known != null && known.firing()) {
            touch(AlertLife.ended(known, state, ending, now));
        }
    }

    private @Nullable Alert known(AlertKey key) {
        Alert young = touched.get(key);
        return young == null ? before.alerts().newest(key) : young;
    }

    private Alert expired(Alert alert) {
        if (!alert.firing() || there(alert.key().subject())) {
            return alert;
        }
        Alert ended =
                AlertLife.ended(alert, AlertState.EXPIRED, "it is no longer looked after", now);
        touch(ended);
        return ended;
    }

    private boolean there(Subject subject) {
        Inventory inventory = before.inventory();
        return switch (subject.kind()) {
            case SERVICE -> inventory.service(new ServiceId(subject.id())).isPresent();
            case HOST -> inventory.host(new HostId(subject.id())).isPresent();
            case CHANNEL -> before.policy().channels().containsKey(subject.id());
            case CARETAKER -> true;
        };
    }

    private void touch(Alert alert) {
        touched.put(alert.key(), alert);
        write(alert);
    }

    private void write(Alert alert) {
        written.put(alert.id(), alert);
    }

    /// Whom the alert makes us tell now.
    private List<Wish> wishes(Alert given, World world) {
        AlertPlace place = AlertPlace.of(given.key().subject(), world.inventory());
        Alert alert = inhibited(given, place, world);
        Recipients recipients = new EscalationRules(world, now).of(alert, place);
        look(alert, recipients.next());
        Map<String, Recipient> wanted =
                recipients.now().stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.channel().name(),
                                        Function.identity(),
                                        (first, _) -> first,
                                        LinkedHashMap::new));
        var wishes = new ArrayList<Wish>();
        for (ChannelPolicy channel : interested(alert, wanted.keySet(), world)) {
            switch (decision(alert, channel, wanted.get(channel.name()), world)) {
                case Tell tell -> wishes.add(new Wish(alert, place, channel, tell));
                case Later(Instant until, boolean owed) -> {
                    look(alert, until);
                    if (owed) {
                        write(owing(latest(alert), channel));
                    }
                }
                case Nothing(@Nullable Instant until) -> look(alert, until);
            }
        }
        return wishes;
    }

    /// The alert with why nobody is told of it.
    private Alert inhibited(Alert alert, AlertPlace place, World world) {
        Inhibition inhibition =
                alert.firing() || alert.event()
                        ? new InhibitRules(world, now).decide(alert, place)
                        : new Inhibition.Free();
        String held =
                switch (inhibition) {
                    case Inhibition.Free _ -> "";
                    case Inhibition.Held(var _, String reason, @Nullable Instant until) -> {
                        look(alert, sooner(until, now.plus(HELD_PAUSE)));
                        yield reason;
                    }
                };
        if (alert.held().equals(held)) {
            return alert;
        }
        Alert changed = alert.held(held);
        write(changed);
        return changed;
    }

    private TellDecision decision(
            Alert alert, ChannelPolicy channel, @Nullable Recipient recipient, World world) {
        return new TellRules(world.policy(), now)
                .decide(
                        alert,
                        alert.telling(channel.name()).orElse(null),
                        channel,
                        recipient != null,
                        !alert.held().isEmpty(),
                        word(alert, world),
                        recipient == null ? "" : recipient.reason());
    }

    private @Nullable Acknowledgement word(Alert alert, World world) {
        Acknowledgement word = world.words().get(alert.id());
        if (word == null || !word.holds(now)) {
            return null;
        }
        look(alert, word.until());
        return word;
    }

    /// Channels that are to know, and those that know something already.
    private static List<ChannelPolicy> interested(Alert alert, Set<String> wanted, World world) {
        var names = new LinkedHashSet<>(wanted);
        alert.tellings().forEach(telling -> names.add(telling.channel()));
        return names.stream()
                .map(name -> world.policy().channel(name).orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    private Alert owing(Alert alert, ChannelPolicy channel) {
        Telling telling =
                alert.telling(channel.name())
                        .map(known -> known.owing(now))
                        .orElseGet(() -> Telling.owed(channel.name(), alert.severity(), now));
        return alert.with(telling);
    }

    private void look(Alert alert, @Nullable Instant at) {
        if (at != null) {
            looks.merge(alert.id(), at, (one, other) -> one.isBefore(other) ? one : other);
        }
    }

    private static Instant sooner(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    private List<Delivery> messages(ChannelPolicy channel, List<Wish> wishes, World world) {
        ChannelLoad load = world.load(channel.name());
        int allowance = load.allowance(channel, now);
        if (allowance <= 0) {
            Instant paced = load.nextAllowance(channel, now);
            // The same instant for all, so that they become one message.
            Instant again = paced == null ? nextBeat() : paced;
            wishes.forEach(wish -> {
                look(wish.alert(), again);
                write(owing(latest(wish.alert()), channel));
            });
            return List.of();
        }
        List<Bundle> bundles =
                new GroupRules(world, () -> "n-" + ids.get(), now)
                        .bundles(channel, wishes, allowance);
        bundles.forEach(bundle -> bundle.wishes().forEach(wish -> note(wish, bundle.message())));
        return bundles.stream().map(bundle -> Delivery.of(bundle.message())).toList();
    }

    private Instant nextBeat() {
        long beat = BACKLOG_BEAT.toMillis();
        return Instant.ofEpochMilli((now.toEpochMilli() / beat + 1) * beat);
    }

    /// The line in the sent-log.
    private void note(Wish wish, Message message) {
        Alert alert = latest(wish.alert());
        Telling known = alert.telling(message.channel()).orElse(null);
        Said said = wish.tell().said();
        boolean young = known == null || known.said() == null || known.said() == Said.RESOLVED;
        Instant first = young || known == null ? now : known.firstAt();
        String thread = known == null || known.thread().isEmpty() ? message.id() : known.thread();
        boolean wasFlapping = known != null && known.flapping() && said != Said.RESOLVED;
        boolean flapping = wish.tell().flapping() || wasFlapping;
        Telling telling =
                new Telling(
                        message.channel(),
                        said,
                        now,
                        first,
                        alert.severity(),
                        thread,
                        null,
                        flapping);
        write(alert.with(telling));
        // When it is to be repeated, or looked at for the next step.
        look(alert, now.plusMillis(1));
    }

    private Alert latest(Alert alert) {
        return written.getOrDefault(alert.id(), alert);
    }

    /// With the number of alerts that still fire in each line's thread.
    private List<Delivery> counted(List<Delivery> deliveries) {
        var young = new HashMap<String, List<Alert>>();
        for (Alert alert : written.values()) {
            for (Telling telling : alert.tellings()) {
                young.computeIfAbsent(telling.thread(), _ -> new ArrayList<>()).add(alert);
            }
        }
        return deliveries.stream()
                .map(each -> Delivery.of(each.message().counted(thread -> open(thread, young))))
                .toList();
    }

    private int open(String thread, Map<String, List<Alert>> young) {
        var all = new HashMap<String, Alert>();
        before.threads().apply(thread).forEach(alert -> all.put(alert.id(), latest(alert)));
        young.getOrDefault(thread, List.of()).forEach(alert -> all.put(alert.id(), alert));
        return (int) all.values().stream().filter(Alert::firing).count();
    }
}
