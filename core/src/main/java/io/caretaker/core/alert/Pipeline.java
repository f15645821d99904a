package io.caretaker.core.alert;

import io.caretaker.core.alert.GroupRules.Bundle;
import io.caretaker.core.alert.Recipients.Recipient;
import io.caretaker.core.alert.TellDecision.Later;
import io.caretaker.core.alert.TellDecision.Nothing;
import io.caretaker.core.alert.TellDecision.Tell;
import io.caretaker.core.inventory.DependencyWalk;
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
    private final DependencyWalk walk;

    private Pipeline(World before, Supplier<String> ids, Instant now) {
        this.before = before;
        this.ids = ids;
        this.now = now;
        this.walk = before.inventory().dependencyWalk();
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
        var inhibit = new InhibitRules(world, now);
        looked.values().forEach(alert -> wishes.addAll(wishes(alert, world, inhibit)));
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
        walk.before(service).stream()
                .filter(needed -> !needed.id().equals(service.id()))
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
    private List<Wish> wishes(Alert given, World world, InhibitRules inhibit) {
        AlertPlace place = AlertPlace.of(given.key().subject(), world.inventory());
        Alert alert = inhibited(given, place, inhibit);
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
                        owe(alert, channel);
                    }
                }
                case Nothing(@Nullable Instant until) -> look(alert, until);
            }
        }
        return wishes;
    }

    /// The alert with why nobody is told of it. An event that is held when it happens is told to
    /// nobody, then or later.
    private Alert inhibited(Alert alert, AlertPlace place, InhibitRules inhibit) {
        if (alert.event() && !fresh(alert)) {
            return alert;
        }
        Inhibition inhibition =
                alert.firing() || alert.event()
                        ? inhibit.decide(alert, place)
                        : new Inhibition.Free();
        Alert changed =
                switch (inhibition) {
                    case Inhibition.Free _ -> alert.held("");
                    case Inhibition.Held(var why, String reason, @Nullable Instant until) -> {
                        if (!alert.event()) {
                            look(alert, sooner(until, now.plus(HELD_PAUSE)));
                        }
                        yield why.excuses() ? excused(alert).held(reason) : alert.held(reason);
                    }
                };
        if (!changed.equals(alert)) {
            write(changed);
        }
        return changed;
    }

    private boolean fresh(Alert event) {
        return events.containsKey(event.id());
    }

    /// Without the debts to channels that never heard of it.
    private static Alert excused(Alert alert) {
        return alert.tellings().stream().allMatch(each -> each.said() != null)
                ? alert
                : alert.with(
                        alert.tellings().stream().filter(each -> each.said() != null).toList());
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
        Acknowledgement word = world.word(alert, now);
        if (word != null) {
            look(alert, word.until());
        }
        return word;
    }

    /// Channels that are to know, and those that know something already. Who was not to know of an
    /// event when it happened is not told of it later.
    private List<ChannelPolicy> interested(Alert alert, Set<String> wanted, World world) {
        var names = new LinkedHashSet<String>();
        if (!alert.event() || fresh(alert)) {
            names.addAll(wanted);
        }
        alert.tellings().forEach(telling -> names.add(telling.channel()));
        return names.stream()
                .map(name -> world.policy().channel(name).orElse(null))
                .filter(Objects::nonNull)
                .toList();
    }

    /// Notes once that the channel should know; from then on the next step of an escalation counts.
    private void owe(Alert wished, ChannelPolicy channel) {
        Alert alert = latest(wished);
        Telling known = alert.telling(channel.name()).orElse(null);
        Telling telling =
                known == null
                        ? Telling.owed(channel.name(), alert.severity(), now)
                        : known.owing(now);
        if (!telling.equals(known)) {
            write(alert.with(telling));
            look(alert, now.plusMillis(1));
        }
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
                owe(wish.alert(), channel);
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
        Instant first = young ? now : firstAt(alert, known);
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

    /// Of one that began again without the channel hearing of its end in between, since then.
    private Instant firstAt(Alert alert, @Nullable Telling known) {
        Instant first = known == null ? null : known.firstAt();
        Instant beginning = AlertLife.beginning(alert);
        return first == null || first.isBefore(beginning) ? beginning : first;
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
        var counts = new HashMap<String, Integer>();
        return deliveries.stream()
                .map(each ->
                        Delivery.of(
                                each.message()
                                        .counted(thread ->
                                                counts.computeIfAbsent(
                                                        thread, _ -> open(thread, young)))))
                .toList();
    }

    private int open(String thread, Map<String, List<Alert>> young) {
        var all = new HashMap<String, Alert>();
        before.threads().apply(thread).forEach(alert -> all.put(alert.id(), latest(alert)));
        young.getOrDefault(thread, List.of()).forEach(alert -> all.put(alert.id(), alert));
        return (int) all.values().stream().filter(alert -> open(alert, thread)).count();
    }

    /// Whether it fires and was told in the thread. One that began again and waits, or is held, is
    /// not: its end would not be told.
    private static boolean open(Alert alert, String thread) {
        return alert.firing()
                && alert.tellings().stream()
                        .anyMatch(each -> each.open() && each.thread().equals(thread));
    }
}
