package io.caretaker.cli.watch;

import io.caretaker.core.overview.Overview;
import java.util.List;

/// What one look at the store shows.
///
/// @param doubt why this may not be how things are now, as a sentence; empty when it is fresh
/// @param events the newest last
public record Sight(Overview overview, String doubt, List<Event> events) {
    public Sight {
        events = List.copyOf(events);
    }
}
