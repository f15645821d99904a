package io.caretaker.server.keep;

import io.caretaker.core.check.Ticker;
import io.caretaker.core.inventory.ServiceId;
import io.caretaker.core.status.StateStore;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/// Removes the states of services that left the inventory, and once more after what was on its way
/// to the store has arrived there. For one thread.
public final class Departures {
    private final StateStore states;
    private final Duration arrival;
    private final Ticker ticker;
    private final Set<ServiceId> leaving = new HashSet<>();
    private long again;

    /// @param flushInterval how long a state may be on its way to the store
    public Departures(StateStore states, Duration flushInterval, Ticker ticker) {
        this.states = states;
        this.arrival = flushInterval.multipliedBy(2).plusSeconds(1);
        this.ticker = ticker;
    }

    public void add(Set<ServiceId> gone) {
        if (!gone.isEmpty()) {
            states.remove(gone);
            leaving.addAll(gone);
            again = ticker.nanos() + arrival.toNanos();
        }
    }

    /// Called every second.
    public void turn() {
        if (!leaving.isEmpty() && ticker.nanos() - again >= 0) {
            states.remove(leaving);
            leaving.clear();
        }
    }
}
