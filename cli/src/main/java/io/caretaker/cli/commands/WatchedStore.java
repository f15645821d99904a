package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.watch.Events;
import io.caretaker.cli.watch.Freshness;
import io.caretaker.cli.watch.Order;
import io.caretaker.cli.watch.Sight;
import io.caretaker.cli.watch.WatchSource;
import io.caretaker.core.alert.Alert;
import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.overview.Findings;
import io.caretaker.core.overview.Overview;
import io.caretaker.core.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The live overview as the store knows it, whichever store it is.
final class WatchedStore implements WatchSource {
    private static final Duration APPROVALS = Duration.ofDays(2);
    private static final Duration EVENTS = Duration.ofDays(1);
    private static final int MOST_EVENTS = 20;
    private static final int MOST_AUDIT = 50;

    private final Session session;

    WatchedStore(Session session) {
        this.session = session;
    }

    @Override
    public Sight look() {
        Instant now = Instant.now();
        return session.storeExists() ? look(session.wiring().storeToRead(), now) : neverRun(now);
    }

    /// What the file declares, unseen; nothing at all without a file.
    private Sight neverRun(Instant now) {
        Overview overview = Overview.of(Findings.of(session.inventory(), Map.of(), now));
        return new Sight(overview, doubt(overview), List.of());
    }

    private Sight look(Store store, Instant now) {
        Inventory inventory = store.inventory().read();
        List<Alert> alerts = store.alerts().alerts(now.minus(EVENTS));
        Overview overview =
                Overview.of(
                        Findings.of(inventory, Reports.states(session, inventory, now), now)
                                .withRecovery(
                                        store.recovery().states(),
                                        store.recovery().approvals(now.minus(APPROVALS)),
                                        store.recovery().pause().orElse(null))
                                .withAlerts(alerts, store.alerts().acknowledgements()));
        return new Sight(
                overview,
                doubt(overview),
                Events.of(alerts, store.audit().recent(null, MOST_AUDIT), MOST_EVENTS));
    }

    private String doubt(Overview overview) {
        return Freshness.doubt(overview, session.daemon(), session.settings().fleetStore() != null);
    }

    @Override
    public List<HistoryEntry> recent(ServiceId service, int limit) {
        return session.storeExists()
                ? session.wiring().storeToRead().history().recent(service, limit)
                : List.of();
    }

    @Override
    public String carry(Order order) {
        return new WatchOrders(session).carry(order);
    }
}
