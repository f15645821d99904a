package io.caretaker.server.desk;

import io.caretaker.core.alert.Alert;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.alert.AlertView;
import io.caretaker.core.alert.AlertingPolicy;
import io.caretaker.core.alert.Delivery;
import io.caretaker.core.alert.Dependents;
import io.caretaker.core.alert.EscalationPlan;
import io.caretaker.core.alert.Mute;
import io.caretaker.core.alert.World;
import io.caretaker.core.document.NearestWord;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What there is to know of alerts, mutes and messages. Changes nothing. Thread-safe.
public final class AlertQuestions {
    private static final Duration DEAD_SINCE = Duration.ofDays(7);
    private static final Duration HISTORY = Duration.ofDays(7);
    private static final int MOST_DEAD = 1_000;
    private static final int MOST = 100_000;

    private final Supplier<? extends Store> store;
    private final Supplier<Inventory> inventory;
    private final InstantSource clock;

    /// @param inventory where alerts belong: in a daemon what it has in memory
    public AlertQuestions(
            Supplier<? extends Store> store, Supplier<Inventory> inventory, InstantSource clock) {
        this.store = store;
        this.inventory = inventory;
        this.clock = clock;
    }

    /// Which messages somebody wants to see.
    ///
    /// @param since how far back; null for a week, or of one alert for ever
    /// @param alert its id or its beginning, or null for all
    /// @param limit at most so many
    public record HistoryFilter(
            @Nullable Duration since,
            @Nullable String channel,
            @Nullable String alert,
            Delivery.@Nullable State result,
            int limit) {}

    private OpenAlerts open() {
        return new OpenAlerts(inventory.get(), store.get().alerts(), clock.instant());
    }

    /// The alerts wanted, the worst first.
    ///
    /// @throws Problem `NOT_FOUND` for what the inventory does not have
    public List<AlertView> list(AlertFilter filter) {
        OpenAlerts open = open();
        return filter.of(
                open.since(filter.ended(clock.instant())).stream(),
                AlertChoice.in(open.inventory(), filter.matcher()));
    }

    /// The alert of that id, or of the only id that begins so.
    ///
    /// @throws Problem `NOT_FOUND` or, when several begin so, `INVALID`
    public AlertView find(String id) {
        OpenAlerts open = open();
        return open.view(open.find(id));
    }

    /// Messages about an alert, the newest first.
    public List<Delivery> deliveries(Alert alert) {
        return store.get().alerts().deliveriesOf(alert.id());
    }

    /// Who is told of an alert next.
    public EscalationPlan plan(AlertView view, AlertingPolicy policy) {
        OpenAlerts open = open();
        var world =
                new World(
                        _ -> null,
                        _ -> List.of(),
                        open.inventory(),
                        Dependents.NONE,
                        ServiceState::unseen,
                        open.mutes(),
                        view.word() == null ? Map.of() : Map.of(view.alert().id(), view.word()),
                        policy,
                        Map.of());
        return EscalationPlan.of(world, view.alert(), clock.instant());
    }

    /// What is muted, the oldest first.
    ///
    /// @param all also what was and is not any more
    public List<Mute> mutes(boolean all) {
        Instant now = clock.instant();
        return store.get().alerts().mutes().stream()
                .filter(each -> all || each.holds(now))
                .toList();
    }

    /// What was sent, the newest first.
    ///
    /// @param channels that are configured
    /// @throws Problem `NOT_FOUND` for an alert or a channel that does not exist
    public List<Delivery> history(HistoryFilter filter, Collection<String> channels) {
        List<Delivery> all = sent(filter);
        String channel = filter.channel();
        List<Delivery> found =
                all.stream()
                        .filter(each -> channel == null || each.channel().equals(channel))
                        .filter(each -> filter.result() == null || each.state() == filter.result())
                        .limit(filter.limit())
                        .toList();
        if (found.isEmpty() && channel != null) {
            requireKnown(channel, all, channels);
        }
        return found;
    }

    private List<Delivery> sent(HistoryFilter filter) {
        Instant now = clock.instant();
        Duration since = filter.since();
        if (filter.alert() == null) {
            boolean chosen = filter.channel() != null || filter.result() != null;
            return store.get()
                    .alerts()
                    .deliveries(
                            now.minus(since == null ? HISTORY : since),
                            chosen ? MOST : filter.limit());
        }
        Instant from = since == null ? Instant.EPOCH : now.minus(since);
        return deliveries(open().find(filter.alert())).stream()
                .filter(each -> !each.message().at().isBefore(from))
                .toList();
    }

    /// A channel may have been sent something before it was renamed.
    private static void requireKnown(String name, List<Delivery> all, Collection<String> channels) {
        var known = new TreeSet<>(channels);
        all.forEach(each -> known.add(each.channel()));
        if (!known.contains(name)) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "channel '" + name + "' does not exist",
                    NearestWord.hint(name, known));
        }
    }

    /// Alerts and messages in numbers.
    ///
    /// @param channels that are configured
    public AlertCounts counts(int channels) {
        Instant now = clock.instant();
        var alerts = store.get().alerts();
        return AlertCounts.of(
                channels,
                open().since(now.plusSeconds(1)),
                alerts.waiting().size(),
                alerts.deliveries(now.minus(DEAD_SINCE), MOST_DEAD).stream()
                        .filter(each -> each.state() == Delivery.State.DEAD)
                        .count());
    }
}
