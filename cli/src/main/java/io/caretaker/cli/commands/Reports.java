package io.caretaker.cli.commands;

import io.caretaker.cli.Session;
import io.caretaker.cli.render.StatusReport;
import io.caretaker.core.alert.AlertCounts;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.Service;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import io.caretaker.core.recovery.Approval;
import io.caretaker.core.status.Listings;
import io.caretaker.core.status.PlainListings;
import io.caretaker.core.status.ServiceState;
import io.caretaker.core.store.Store;
import io.caretaker.server.desk.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads from the store what several commands show.
final class Reports {
    private static final Duration UPTIME = Duration.ofDays(30);
    private static final Duration APPROVALS = Duration.ofDays(2);

    private Reports() {}

    /// The store for reading.
    ///
    /// @throws Problem `NOT_FOUND`, with what to do, when caretaker has not run there yet
    static Store store(Session session) {
        if (!session.storeExists()) {
            throw new Problem(
                    ProblemCode.NOT_FOUND,
                    "there is no store in " + session.storeLabel() + " yet",
                    "`caretaker run` starts watching; `caretaker check` looks once");
        }
        return session.wiring().storeToRead();
    }

    /// The inventory: the store's, or before the first run what the file declares.
    static Inventory inventory(Session session) {
        return session.storeExists()
                ? session.wiring().storeToRead().inventory().read()
                : session.inventory();
    }

    /// The store's listings, or before the first run those of what the file declares.
    static Listings listings(Session session) {
        return session.storeExists()
                ? session.wiring().storeToRead().listings()
                : new PlainListings(session::inventory, Map::of);
    }

    /// The states of an inventory's services as far as they are known.
    static Map<ServiceId, ServiceState> states(Session session, Inventory inventory, Instant now) {
        return session.storeExists()
                ? states(session.wiring().storeToRead(), inventory, now)
                : Map.of();
    }

    static StatusReport status(Session session, Instant now) {
        if (!session.storeExists()) {
            return neverRun(session, now);
        }
        Store store = session.wiring().storeToRead();
        Inventory inventory = store.inventory().read();
        return new StatusReport(
                inventory,
                states(store, inventory, now),
                session.daemon(),
                store.recovery().pause().filter(pause -> !pause.over(now)).orElse(null),
                store.recovery().approvals(now.minus(APPROVALS)).stream()
                        .filter(approval ->
                                approval.verdict() == Approval.Verdict.PENDING
                                        && !approval.expired(now))
                        .toList(),
                alerts(session, now),
                now);
    }

    /// Alerts and messages in numbers.
    static AlertCounts alerts(Session session, Instant now) {
        int channels = session.settings().alerting().channels().size();
        return session.storeExists()
                ? Answers.questions(session, now).counts(channels)
                : AlertCounts.none(channels);
    }

    /// What the file declares, unseen; nothing at all without a file.
    private static StatusReport neverRun(Session session, Instant now) {
        Inventory declared = session.inventory();
        var states = new HashMap<ServiceId, ServiceState>();
        declared.services()
                .forEach(service -> states.put(service.id(), ServiceState.unseen(service.id())));
        return new StatusReport(
                declared, states, session.daemon(), null, List.of(), alerts(session, now), now);
    }

    private static Map<ServiceId, ServiceState> states(
            Store store, Inventory inventory, Instant now) {
        var states = new HashMap<>(store.states().read());
        boolean lacking = false;
        for (Service service : inventory.services()) {
            ServiceState state = states.computeIfAbsent(service.id(), ServiceState::unseen);
            lacking |= state.uptimePercent() == null && state.lastCheck() != null;
        }
        if (lacking) {
            Map<ServiceId, Double> uptimes = store.history().uptimes(now.minus(UPTIME));
            states.replaceAll((id, state) ->
                    state.uptimePercent() == null ? state.withUptime(uptimes.get(id)) : state);
        }
        return states;
    }

    /// The host that a person names by its id.
    static HostId host(Inventory inventory, String name) {
        return Named.host(inventory, name);
    }

    /// The service that a person names: by its id, or by a display name or unit that only it has.
    static Service service(Inventory inventory, String name) {
        return Named.service(inventory, name);
    }
}
