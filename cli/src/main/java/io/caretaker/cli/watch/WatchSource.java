package io.caretaker.cli.watch;

import io.caretaker.core.check.HistoryEntry;
import io.caretaker.core.inventory.ServiceId;
import java.util.List;

/// Where the live overview comes from, and who carries out what a person decides. Thread-safe. All
/// methods throw [io.caretaker.core.problem.Problem] when the store cannot answer.
public interface WatchSource {
    /// How everything is now.
    Sight look();

    /// The newest rows of a service's history, newest first.
    List<HistoryEntry> recent(ServiceId service, int limit);

    /// Does what a person decided, and writes it down.
    ///
    /// @return what came of it, as a sentence
    String carry(Order order);
}
