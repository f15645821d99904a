package io.caretaker.server.keep;

import io.caretaker.core.inventory.Host;
import io.caretaker.core.inventory.HostId;
import io.caretaker.core.inventory.Inventory;
import io.caretaker.core.inventory.InventoryChange;
import io.caretaker.core.inventory.InventoryStore;
import io.caretaker.core.problem.Problem;
import io.caretaker.core.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes when hosts were last seen alive: all of them together, once a minute. For one thread.
public final class LastSeen {
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private Instant next = Instant.MIN;

    public LastSeen(InstantSource clock) {
        this.clock = clock;
    }

    /// Whether something was written.
    ///
    /// @param seen when each host was seen; hosts that are gone are passed over
    public boolean write(InventoryStore store, Inventory known, Map<HostId, Instant> seen) {
        Instant now = clock.instant();
        if (seen.isEmpty() || (now.isBefore(next) && !next.isAfter(now.plus(EVERY)))) {
            return false;
        }
        next = now.plus(EVERY);
        // As it is in the store now: somebody may just have changed it.
        Inventory newest = store.read();
        var changes = new ArrayList<InventoryChange>();
        seen.forEach((id, at) ->
                newest.host(id)
                        .filter(host -> known.host(id).isPresent() && older(host, at))
                        .ifPresent(host ->
                                changes.add(new InventoryChange.ReplaceHost(host.seen(at)))));
        return !changes.isEmpty() && apply(store, changes, now);
    }

    private static boolean older(Host host, Instant at) {
        return host.lastSeen() == null || host.lastSeen().isBefore(at);
    }

    private static boolean apply(InventoryStore store, List<InventoryChange> changes, Instant now) {
        try {
            store.apply(changes, now);
            return true;
        } catch (Problem problem) {
            if (problem.code() == ProblemCode.NOT_FOUND) {
                return false; // One was deleted meanwhile; the next minute writes the others.
            }
            throw problem;
        }
    }
}
